import { sortKey, type ColumnId } from "./columns";
import type { Row } from "./row";

export type Sort = { column: ColumnId; descending: boolean };

export const firstSort: Sort = { column: "name", descending: false };

/** Sorted copy; rows without a value come last in both directions, ties keep one order by key. */
export function sortRows(rows: Row[], sort: Sort): Row[] {
  const sign = sort.descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: sortKey(row, sort.column) }));
  keyed.sort((a, b) => {
    if (a.key === b.key) return a.row.key < b.row.key ? -1 : 1;
    if (a.key === "") return 1;
    if (b.key === "") return -1;
    return a.key < b.key ? -sign : sign;
  });
  return keyed.map(({ row }) => row);
}

export function nextSort(sort: Sort, column: ColumnId): Sort {
  return { column, descending: sort.column === column ? !sort.descending : false };
}
