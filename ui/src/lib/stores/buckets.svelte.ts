import { toBucketRow, type BucketNames, type BucketRow } from "$lib/buckets/row";
import type { Bucket } from "$lib/ipc";
import { providers } from "./providers.svelte";
import { Rows } from "./rows.svelte";

const names: BucketNames = {
  provider: (id) => providers.nameOf(id),
  cloud: (id) => providers.cloudName(id),
};

export const buckets = new Rows<Bucket, BucketRow>((bucket) => toBucketRow(bucket, names));
