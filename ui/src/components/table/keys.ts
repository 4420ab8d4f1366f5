export type Position = { row: number; column: number };

/** Where a key leads in the grid, the header being row -1; nothing for a key that does not move. */
export function moved(
  key: string,
  whole: boolean,
  at: Position,
  size: { rows: number; columns: number; page: number },
): Position | null {
  const row = (value: number) => Math.min(size.rows - 1, Math.max(-1, value));
  const body = (value: number) => Math.min(size.rows - 1, Math.max(0, value));
  const column = (value: number) => Math.min(size.columns - 1, Math.max(0, value));
  switch (key) {
    case "ArrowUp":
      return { ...at, row: row(at.row - 1) };
    case "ArrowDown":
      return { ...at, row: row(at.row + 1) };
    case "ArrowLeft":
      return { ...at, column: column(at.column - 1) };
    case "ArrowRight":
      return { ...at, column: column(at.column + 1) };
    case "PageUp":
      return { ...at, row: body(at.row - size.page) };
    case "PageDown":
      return { ...at, row: body(at.row + size.page) };
    case "Home":
      return whole ? { row: body(0), column: 0 } : { ...at, column: 0 };
    case "End":
      return whole
        ? { row: body(size.rows - 1), column: size.columns - 1 }
        : { ...at, column: size.columns - 1 };
    default:
      return null;
  }
}
