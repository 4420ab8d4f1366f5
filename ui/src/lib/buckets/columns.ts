import { m } from "$lib/i18n.svelte";
import { naturalKey } from "$lib/resources/sort";
import type { BucketRow } from "./row";

export const bucketColumns = ["name", "provider", "region", "created", "console"] as const;
export type BucketColumn = (typeof bucketColumns)[number];

const labels: Record<BucketColumn, () => string> = {
  name: m.column_name,
  provider: m.column_provider,
  region: m.column_region,
  created: m.column_created,
  console: m.column_console,
};

export const bucketColumnLabel = (column: BucketColumn): string => labels[column]();

/** The whole text of a cell: what is copied. */
export function bucketText({ bucket, providerName }: BucketRow, column: BucketColumn): string {
  switch (column) {
    case "name":
      return bucket.name;
    case "provider":
      return providerName;
    case "region":
      return bucket.region;
    case "created":
      return bucket.created_at ?? "";
    case "console":
      return bucket.console_url ?? "";
  }
}

export function bucketSortKey(row: BucketRow, column: BucketColumn): string {
  const text = bucketText(row, column);
  return column === "created" ? text : naturalKey(text);
}
