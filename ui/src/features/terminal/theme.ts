import type { ITheme } from "@xterm/xterm";

/** The window's own colours, as they are now, for the sixteen that programs choose from. */
export function currentTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const dark = document.documentElement.dataset["theme"] === "dark";
  const [black, white] = dark ? ["line", "ink"] : ["ink", "line"];
  return {
    background: token("canvas"),
    foreground: token("ink"),
    cursor: token("accent-text"),
    cursorAccent: token("canvas"),
    selectionBackground: `${token("accent")}55`,
    scrollbarSliderBackground: `${token("line-strong")}80`,
    scrollbarSliderHoverBackground: token("line-strong"),
    scrollbarSliderActiveBackground: token("line-strong"),
    black: token(black!),
    brightBlack: token("line-strong"),
    red: token("bad"),
    brightRed: token("bad"),
    green: token("good"),
    brightGreen: token("good"),
    yellow: token("warn"),
    brightYellow: token("warn"),
    blue: token("busy"),
    brightBlue: token("accent-text"),
    magenta: token("violet"),
    brightMagenta: token("violet"),
    cyan: token("teal"),
    brightCyan: token("teal"),
    white: token(white!),
    brightWhite: token(dark ? "ink" : "sunken"),
  };
}

/** Follows the window from light to dark and back; the answer stops it. */
export function followTheme(paint: () => void): () => void {
  const observer = new MutationObserver(paint);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
