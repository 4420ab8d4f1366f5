import { searchTest } from "$lib/resources/search";
import type { Row } from "./row";

export const facets = ["state", "cloud", "provider", "region", "tag"] as const;
export type Facet = (typeof facets)[number];
export type Filters = Record<Facet, string[]>;

export const noFilters: Filters = { state: [], cloud: [], provider: [], region: [], tag: [] };

export function anyFilter(filters: Filters): boolean {
  return facets.some((facet) => filters[facet].length > 0);
}

/** What a row answers to in each facet; a tag answers as "key=value". */
function valuesOf(row: Row, facet: Facet): string[] {
  const { machine } = row;
  if (facet !== "tag") return [machine[facet]];
  return Object.entries(machine.tags).map(([key, value]) => `${key}=${value ?? ""}`);
}

type Test = (row: Row) => boolean;

function facetTest(facet: Facet, wanted: string[]): Test | null {
  if (wanted.length === 0) return null;
  const set = new Set(wanted);
  if (facet !== "tag") return (row) => set.has(row.machine[facet]);
  return (row) => valuesOf(row, "tag").some((value) => set.has(value));
}

function tests(query: string, filters: Filters, skip?: Facet): Test[] {
  const all = facets.filter((facet) => facet !== skip).map((facet) => facetTest(facet, filters[facet]));
  return [searchTest(query), ...all].filter((test) => test !== null);
}

/** Rows that hold every word of the query and match every facet; the order is kept. */
export function filterRows(rows: Row[], query: string, filters: Filters): Row[] {
  const needed = tests(query, filters);
  if (needed.length === 0) return rows;
  return rows.filter((row) => needed.every((test) => test(row)));
}

/** How many rows each value of a facet would show, given the query and the other facets. */
export function facetCounts(rows: Row[], query: string, filters: Filters, facet: Facet): Map<string, number> {
  const needed = tests(query, filters, facet);
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (!needed.every((test) => test(row))) continue;
    for (const value of valuesOf(row, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  for (const chosen of filters[facet]) if (!counts.has(chosen)) counts.set(chosen, 0);
  return counts;
}

export function toggled(values: string[], value: string): string[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}
