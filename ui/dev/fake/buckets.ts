import type { Bucket } from "../../src/lib/ipc";
import { pick, seeded } from "./random";

const regions = ["us-east-1", "eu-west-1", "eu-central-1"];
const uses = ["backups", "logs", "assets", "exports", "terraform-state"];

export function makeBuckets(provider: string, count: number, now: number, seed: number): Bucket[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => {
    const name = `acme-${pick(random, uses)}-${index + 1}`;
    return {
      id: name,
      provider,
      cloud: "s3",
      name,
      region: pick(random, regions),
      created_at: new Date(now - random() * 900 * 86_400_000).toISOString(),
      console_url: `https://s3.console.aws.amazon.com/s3/buckets/${name}`,
    };
  });
}

export function bucketDocument(of: Bucket): string {
  return JSON.stringify({ Name: of.name, BucketRegion: of.region, CreationDate: of.created_at });
}
