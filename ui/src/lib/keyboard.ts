const mac = /mac|iphone|ipad/i.test(navigator.platform);

/** "⌘K" or "Ctrl K", as the person's keyboard says it. */
export function keyLabel(key: string): string {
  return mac ? `⌘${key}` : `Ctrl ${key}`;
}

/** The command key of this system, and only that: Ctrl+K on a Mac deletes to the end of the line. */
export function isCommand(event: KeyboardEvent): boolean {
  return mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input:not([type=checkbox]), textarea, select") !== null
  );
}
