const mac = /mac|iphone|ipad/i.test(navigator.platform);

/** "⌘K" or "Ctrl K", as the person's keyboard says it. */
export function keyLabel(key: string): string {
  return mac ? `⌘${key}` : `Ctrl ${key}`;
}

/** The command key of this system, and only that: Ctrl+K on a Mac deletes to the end of the line. */
export function isCommand(event: KeyboardEvent): boolean {
  return mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}

/**
 * A command of the window. In a terminal the command key alone belongs to the shell, so the
 * window's commands are typed with Shift there; on a Mac the shell has no use for it.
 */
export function isWindowCommand(event: KeyboardEvent): boolean {
  const inTerminal = event.target instanceof Element && event.target.closest("[data-terminal]") !== null;
  return isCommand(event) && !event.altKey && event.shiftKey === (inTerminal && !mac);
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input:not([type=checkbox]), textarea, select") !== null
  );
}
