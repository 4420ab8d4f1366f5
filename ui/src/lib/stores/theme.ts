import type { Theme } from "$lib/ipc";

const dark = window.matchMedia?.("(prefers-color-scheme: dark)");
let chosen: Theme = "system";

function paint(): void {
  const theme = chosen === "system" ? (dark?.matches ? "dark" : "light") : chosen;
  document.documentElement.dataset["theme"] = theme;
}

dark?.addEventListener?.("change", paint);

export function setTheme(theme: Theme): void {
  chosen = theme;
  paint();
}
