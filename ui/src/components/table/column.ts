import type { Sort } from "$lib/resources/sort";

/** A column as a table draws it. */
export type Column<C extends string> = {
  id: C;
  label: string;
  width: number;
  /** Drawn in the ink of what is read first. */
  strong?: boolean;
  /** There is nothing in it to sort by. */
  unsortable?: boolean;
};

export type Sorting<C extends string> = { by: Sort<C>; onsort: (column: C) => void };
