import { columnIds, type ColumnId } from "$lib/machines/columns";
import { anyFilter, filterRows, noFilters, toggled, type Facet, type Filters } from "$lib/machines/filter";
import { sortRows, type MachineSort } from "$lib/machines/sort";
import { clampWidth, readView, type MachinesView } from "$lib/machines/view";
import { nextSort } from "$lib/resources/sort";
import { machines } from "./machines.svelte";
import { settings } from "./settings.svelte";

const VIEW = "machines";

/** The list as it is looked at: sorted once per change of the rows, filtered on every key. */
export class MachinesList {
  query = $state("");
  view = $state.raw<MachinesView>(readView(settings.view(VIEW)));
  sorted = $derived(sortRows(machines.rows, this.view.sort));
  rows = $derived(filterRows(this.sorted, this.query, this.view.filters));
  columns = $derived(this.view.columns.filter((column) => column.visible));
  filtered = $derived(this.query.trim() !== "" || anyFilter(this.view.filters));

  sortBy(column: ColumnId): void {
    this.#look({ sort: nextSort(this.view.sort, column) });
  }

  setSort(sort: MachineSort): void {
    this.#look({ sort });
  }

  toggle(facet: Facet, value: string): void {
    this.#filter({ ...this.view.filters, [facet]: toggled(this.view.filters[facet], value) });
  }

  clearFacet(facet: Facet): void {
    this.#filter({ ...this.view.filters, [facet]: [] });
  }

  only(facet: Facet, value: string): void {
    this.#filter({ ...noFilters, [facet]: [value] });
  }

  clearFilters(): void {
    this.query = "";
    this.#filter(noFilters);
  }

  resize(column: ColumnId, width: number): void {
    const columns = this.view.columns.map((old) =>
      old.id === column ? { ...old, width: clampWidth(width) } : old,
    );
    this.#look({ columns });
  }

  show(column: ColumnId, visible: boolean): void {
    // A row without its name is nobody's row.
    if (column === columnIds[1]) return;
    this.#look({ columns: this.view.columns.map((old) => (old.id === column ? { ...old, visible } : old)) });
  }

  resetColumns(): void {
    this.#look({ columns: readView(undefined).columns });
  }

  #filter(filters: Filters): void {
    this.#look({ filters });
  }

  #look(part: Partial<MachinesView>): void {
    this.view = { ...this.view, ...part };
    settings.rememberView(VIEW, JSON.stringify(this.view));
  }
}
