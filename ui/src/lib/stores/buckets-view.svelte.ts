import { bucketSortKey, type BucketColumn } from "$lib/buckets/columns";
import { readBucketSort, type BucketSort } from "$lib/buckets/view";
import { searchTest } from "$lib/resources/search";
import { nextSort, sortBy } from "$lib/resources/sort";
import { buckets } from "./buckets.svelte";
import { settings } from "./settings.svelte";

const VIEW = "buckets";

/** The buckets as they are looked at. */
export class BucketsList {
  query = $state("");
  sort = $state.raw<BucketSort>(readBucketSort(settings.view(VIEW)));
  sorted = $derived(
    sortBy(buckets.rows, this.sort.descending, (row) => bucketSortKey(row, this.sort.column)),
  );
  rows = $derived.by(() => {
    const found = searchTest(this.query);
    return found ? this.sorted.filter(found) : this.sorted;
  });

  sortBy(column: BucketColumn): void {
    this.sort = nextSort(this.sort, column);
    settings.rememberView(VIEW, JSON.stringify({ sort: this.sort }));
  }
}
