export type Sort<C extends string> = { column: C; descending: boolean };

/** A text whose plain order is the order people expect: web-2 before web-10. */
export function naturalKey(text: string): string {
  return text.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(10, "0"));
}

/** Sorted copy; rows without a value come last in both directions, ties keep one order by key. */
export function sortBy<R extends { key: string }>(
  rows: R[],
  descending: boolean,
  keyOf: (row: R) => string,
): R[] {
  const sign = descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: keyOf(row) }));
  keyed.sort((a, b) => {
    if (a.key === b.key) return a.row.key < b.row.key ? -1 : 1;
    if (a.key === "") return 1;
    if (b.key === "") return -1;
    return a.key < b.key ? -sign : sign;
  });
  return keyed.map(({ row }) => row);
}

export function nextSort<C extends string>(sort: Sort<C>, column: C): Sort<C> {
  return { column, descending: sort.column === column ? !sort.descending : false };
}
