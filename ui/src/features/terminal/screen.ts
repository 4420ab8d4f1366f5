import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { Terminal } from "@xterm/xterm";
import { m } from "$lib/i18n.svelte";
import { isWindowCommand } from "$lib/keyboard";
import { lawfulDocument } from "./policy";
import { currentTheme } from "./theme";

/** Lines that can be scrolled back to. */
const SCROLLBACK = 10_000;
const FONT = 'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "DejaVu Sans Mono", monospace';

/** A terminal's screen, with what fits it to its place and searches it. */
export function makeScreen() {
  const screen = new Terminal({
    documentOverride: lawfulDocument(),
    cursorBlink: false,
    fontFamily: FONT,
    fontSize: 13,
    // As of all text in the window (WCAG 2.2, 1.4.3).
    minimumContrastRatio: 4.5,
    scrollback: SCROLLBACK,
    theme: currentTheme(),
  });
  Terminal.strings.promptLabel = m.terminal_input();
  const fit = new FitAddon();
  const search = new SearchAddon();
  screen.loadAddon(fit);
  screen.loadAddon(search);
  // What is the window's is left to the window.
  screen.attachCustomKeyEventHandler((event) => !isWindowCommand(event) && !isTabKey(event));
  return { screen, fit, search };
}

/** The keys that go from tab to tab. */
export function isTabKey(event: KeyboardEvent): boolean {
  return event.ctrlKey && !event.altKey && !event.shiftKey && ["PageUp", "PageDown"].includes(event.key);
}
