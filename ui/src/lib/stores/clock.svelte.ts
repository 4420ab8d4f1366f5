import { createSubscriber } from "svelte/reactivity";

/** A clock that ticks only while something on screen reads it. */
function ticking(milliseconds: number): () => number {
  let now = Date.now();
  const subscribe = createSubscriber((update) => {
    const timer = setInterval(() => {
      now = Date.now();
      update();
    }, milliseconds);
    return () => clearInterval(timer);
  });
  return () => {
    subscribe();
    const real = Date.now();
    if (real - now > milliseconds) now = real;
    return now;
  };
}

export const everySecond = ticking(1_000);
export const everyHalfMinute = ticking(30_000);
