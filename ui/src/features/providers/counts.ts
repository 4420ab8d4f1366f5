import type { ProviderCard, ResourceKind } from "$lib/ipc";
import { providers } from "$lib/stores/providers.svelte";

/** How many resources of a kind a provider has, and whether they are worth a word: its cloud lists them, or some are kept. */
export function listed(card: ProviderCard, kind: ResourceKind): { count: number; shown: boolean } {
  const machines = () => Object.values(card.counts).reduce((sum: number, n) => sum + (n ?? 0), 0);
  const count = kind === "machine" ? machines() : card.buckets;
  return { count, shown: count > 0 || providers.lists(card.provider.cloud, kind) };
}
