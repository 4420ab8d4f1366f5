/** The usual numbers and the one that is set, which may have been set elsewhere. */
export function withCurrent(usual: number[], current: number | null): number[] {
  return [...new Set(current === null ? usual : [...usual, current])].sort((a, b) => a - b);
}
