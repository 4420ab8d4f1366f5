import type { Sort } from "$lib/resources/sort";
import { bucketColumns, type BucketColumn } from "./columns";

export type BucketSort = Sort<BucketColumn>;

const firstBucketSort: BucketSort = { column: "name", descending: false };

/** Reads the remembered order, of this or another version: what is not understood has its default. */
export function readBucketSort(saved: string | undefined): BucketSort {
  try {
    const { column, descending } = JSON.parse(saved ?? "").sort;
    return bucketColumns.includes(column) ? { column, descending: descending === true } : firstBucketSort;
  } catch {
    return firstBucketSort;
  }
}
