import type { Bucket } from "$lib/ipc";
import { keyOf } from "$lib/resources/key";

export type BucketRow = {
  key: string;
  bucket: Bucket;
  providerName: string;
  /** Everything a person can search for, lower case, one line per column. */
  haystack: string;
};

export type BucketNames = {
  provider: (id: string) => string;
  cloud: (id: string) => string;
};

export function toBucketRow(bucket: Bucket, names: BucketNames): BucketRow {
  const providerName = names.provider(bucket.provider);
  const haystack = [
    bucket.name,
    bucket.id,
    providerName,
    bucket.cloud,
    names.cloud(bucket.cloud),
    bucket.region,
    bucket.created_at ?? "",
  ];
  return {
    key: keyOf(bucket.provider, bucket.region, bucket.id),
    bucket,
    providerName,
    haystack: haystack.join("\n").toLowerCase(),
  };
}
