import type { Failure, ProviderCard } from "$lib/ipc";

const STALE_AFTER = 60 * 60 * 1000;

type RegionFailure = { provider: string; name: string; failure: Failure };

type ListStatus = {
  refreshing: { done: number; total: number | null } | null;
  failures: RegionFailure[];
  /** The oldest of the listings shown: a list is as fresh as its oldest part. */
  listedAt: string | null;
  neverListed: boolean;
  stale: boolean;
};

function progressOf(cards: ProviderCard[]): ListStatus["refreshing"] {
  const running = cards.map((card) => card.refreshing).filter((progress) => progress !== null);
  if (running.length === 0) return null;
  const known = running.every((progress) => progress.regions_total !== null);
  return {
    done: running.reduce((sum, progress) => sum + progress.regions_done, 0),
    total: known ? running.reduce((sum, progress) => sum + (progress.regions_total ?? 0), 0) : null,
  };
}

/** Of its regions; of itself where none of them could even be asked. */
function failuresOf({ freshness, provider }: ProviderCard): Failure[] {
  const own = provider.health.failure;
  return freshness.failures.length === 0 && own ? [own] : freshness.failures;
}

export function listStatus(cards: ProviderCard[], now: number): ListStatus {
  const times = cards.map((card) => card.freshness.listed_at).filter((at) => at !== null);
  const listedAt = times.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
  return {
    refreshing: progressOf(cards),
    failures: cards.flatMap((card) =>
      failuresOf(card).map((failure) => ({
        provider: card.provider.id,
        name: card.provider.name,
        failure,
      })),
    ),
    listedAt,
    neverListed: cards.length > 0 && times.length === 0,
    stale: listedAt !== null && now - Date.parse(listedAt) > STALE_AFTER,
  };
}
