import type { Settings } from "$lib/ipc";

const dark = window.matchMedia?.("(prefers-color-scheme: dark)");
let chosen: Settings["theme"] = "system";

function paint(): void {
  const theme = chosen === "system" ? (dark?.matches ? "dark" : "light") : chosen;
  document.documentElement.dataset["theme"] = theme;
}

dark?.addEventListener?.("change", paint);

export function setTheme(theme: Settings["theme"]): void {
  chosen = theme;
  paint();
}
