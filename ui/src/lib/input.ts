import { ipc } from "$lib/ipc";

const AT_MOST_EVERY = 15_000;
const kinds = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Tells the app that somebody is here, so that it does not lock; the answer stops it. */
export function watchInput(): () => void {
  let last = -Infinity;
  const note = () => {
    const now = performance.now();
    if (now - last < AT_MOST_EVERY) return;
    last = now;
    ipc.recordInput().catch(() => undefined);
  };
  for (const kind of kinds) window.addEventListener(kind, note, { passive: true, capture: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, note, { capture: true });
  };
}
