import { columnIds, defaultColumns, MAX_WIDTH, MIN_WIDTH, type ColumnId, type ColumnState } from "./columns";
import { facets, noFilters, type Filters } from "./filter";
import { firstSort, type MachineSort } from "./sort";

/** What is remembered of the machines view. The search is not: a list that opens half empty looks broken. */
export type MachinesView = { columns: ColumnState[]; sort: MachineSort; filters: Filters };

export const firstView: MachinesView = { columns: defaultColumns, sort: firstSort, filters: noFilters };

const known = (id: unknown): id is ColumnId => columnIds.includes(id as ColumnId);

export function clampWidth(width: number): number {
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
}

function readColumns(value: unknown): ColumnState[] {
  const saved = new Map<ColumnId, { width?: unknown; visible?: unknown }>();
  for (const column of Array.isArray(value) ? value : []) {
    if (known(column?.id)) saved.set(column.id, column);
  }
  return defaultColumns.map((column) => {
    const old = saved.get(column.id);
    return {
      id: column.id,
      width: typeof old?.width === "number" ? clampWidth(old.width) : column.width,
      visible: column.id === "name" || (typeof old?.visible === "boolean" ? old.visible : column.visible),
    };
  });
}

function readFilters(value: Partial<Record<string, unknown>> | undefined): Filters {
  const texts = (list: unknown) =>
    Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
  return Object.fromEntries(facets.map((facet) => [facet, texts(value?.[facet])])) as Filters;
}

/** Reads a remembered view, of this or another version: what is not understood has its default. */
export function readView(saved: string | undefined): MachinesView {
  if (!saved) return firstView;
  try {
    const value = JSON.parse(saved);
    const sort = known(value.sort?.column)
      ? { column: value.sort.column, descending: value.sort.descending === true }
      : firstSort;
    return { columns: readColumns(value.columns), sort, filters: readFilters(value.filters) };
  } catch {
    return firstView;
  }
}
