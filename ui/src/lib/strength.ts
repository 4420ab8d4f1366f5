/** A hint, not a gate beyond the shortest length: how long a guess would take, roughly, from length and variety. */
export type Strength = "short" | "weak" | "fair" | "strong";

export const SHORTEST_PASSWORD = 8;

function bits(password: string): number {
  const kinds: [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[^A-Za-z0-9]/, 33],
  ];
  const alphabet = kinds.reduce((sum, [kind, size]) => sum + (kind.test(password) ? size : 0), 0);
  const distinct = new Set(password).size;
  // Repetition adds little: "aaaaaaaaaaaa" is long and worth almost nothing.
  const useful = Math.min(password.length, distinct * 2);
  return useful * Math.log2(Math.max(2, alphabet));
}

export function strengthOf(password: string): Strength {
  if ([...password].length < SHORTEST_PASSWORD) return "short";
  const estimate = bits(password);
  if (estimate < 50) return "weak";
  return estimate < 72 ? "fair" : "strong";
}
