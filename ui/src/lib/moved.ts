/** Where a key leads among tiles in rows of so many; nothing for a key that does not move. */
export function moved(key: string, at: number, size: { count: number; columns: number }): number | null {
  const { count, columns } = size;
  const last = count - 1;
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, at - 1);
    case "ArrowRight":
      return Math.min(last, at + 1);
    case "ArrowUp":
      return at < columns ? at : at - columns;
    case "ArrowDown":
      // From above the gap of a last row that is not full, down is its last tile.
      return Math.floor(at / columns) === Math.floor(last / columns) ? at : Math.min(last, at + columns);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
