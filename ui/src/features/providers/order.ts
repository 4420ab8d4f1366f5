import type { ProviderCard } from "$lib/ipc";

/** Moves one card to the place of another, among cards that are pinned alike: pins stay first. */
export function moveTo(cards: ProviderCard[], id: string, index: number): ProviderCard[] {
  const from = cards.findIndex((card) => card.provider.id === id);
  const target = cards[index];
  const moving = cards[from];
  if (!moving || !target || from === index || moving.provider.pinned !== target.provider.pinned) return cards;
  const rest = cards.filter((_, position) => position !== from);
  return [...rest.slice(0, index), moving, ...rest.slice(index)];
}

export function canMove(cards: ProviderCard[], id: string, by: -1 | 1): boolean {
  const from = cards.findIndex((card) => card.provider.id === id);
  return moveTo(cards, id, from + by) !== cards;
}

export function moveBy(cards: ProviderCard[], id: string, by: -1 | 1): ProviderCard[] {
  return moveTo(cards, id, cards.findIndex((card) => card.provider.id === id) + by);
}

export const idsOf = (cards: ProviderCard[]): string[] => cards.map((card) => card.provider.id);
