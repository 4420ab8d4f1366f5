/** One pair a line, as `Name: value`; a line without a colon is left out. */
export function pairsOf(text: string): [string, string][] {
  return text
    .split("\n")
    .map((line) => [line, line.indexOf(":")] as const)
    .filter(([, colon]) => colon > 0)
    .map(([line, colon]) => [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
}
