import { sortBy, type Sort } from "$lib/resources/sort";
import { sortKey, type ColumnId } from "./columns";
import type { Row } from "./row";

export type MachineSort = Sort<ColumnId>;

export const firstSort: MachineSort = { column: "name", descending: false };

export function sortRows(rows: Row[], sort: MachineSort): Row[] {
  return sortBy(rows, sort.descending, (row) => sortKey(row, sort.column));
}
