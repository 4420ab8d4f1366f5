import { ipc, type Bucket, type Machine, type Resource, type ResourceKey, type ResourceKind } from "$lib/ipc";
import { buckets } from "./buckets.svelte";
import { machines } from "./machines.svelte";

function byKind(listed: Resource[]): { machines: Machine[]; buckets: Bucket[] } {
  const sorted: { machines: Machine[]; buckets: Bucket[] } = { machines: [], buckets: [] };
  for (const resource of listed) {
    if (resource.kind === "machine") sorted.machines.push(resource);
    else sorted.buckets.push(resource);
  }
  return sorted;
}

const idsOf = (keys: ResourceKey[], kind: ResourceKind) =>
  keys.filter((key) => key.kind === kind).map((key) => key.id);

/** The one place that feeds the stores of each kind of resource. */
export const resources = {
  async load(): Promise<void> {
    const listed = byKind(await ipc.resourcesList());
    machines.load(listed.machines);
    buckets.load(listed.buckets);
  },

  hearListed(resources: Resource[]): void {
    const listed = byKind(resources);
    machines.add(listed.machines);
    buckets.add(listed.buckets);
  },

  hearRemoved(provider: string, region: string, keys: ResourceKey[]): void {
    machines.remove(provider, region, idsOf(keys, "machine"));
    buckets.remove(provider, region, idsOf(keys, "bucket"));
  },

  dropProvider(provider: string): void {
    machines.dropProvider(provider);
    buckets.dropProvider(provider);
  },

  rename(): void {
    machines.rename();
    buckets.rename();
  },

  clear(): void {
    machines.clear();
    buckets.clear();
  },
};
