import { m } from "$lib/i18n.svelte";
import { asFailure, ipc, type ProviderCard } from "$lib/ipc";
import { providers } from "$lib/stores/providers.svelte";
import { toasts } from "$lib/stores/toasts.svelte";
import { idsOf } from "./order";

export async function check(card: ProviderCard): Promise<void> {
  try {
    const checked = await ipc.providersCheck(card.provider.id, null);
    providers.put(checked);
    // The card itself says what is wrong; only good news needs saying.
    if (checked.provider.health.status === "healthy") {
      toasts.say(m.checked_healthy({ name: checked.provider.name }));
    }
  } catch (error) {
    toasts.fail(m.check_failed({ name: card.provider.name }), asFailure(error));
  }
}

export async function pin(card: ProviderCard): Promise<void> {
  try {
    await ipc.providersPin(card.provider.id, !card.provider.pinned);
  } catch (error) {
    toasts.fail(m.pin_failed(), asFailure(error));
  }
}

/** Shows the new order at once and takes it back if it could not be stored. */
export async function reorder(cards: ProviderCard[]): Promise<void> {
  const before = providers.cards;
  providers.hear(cards);
  try {
    await ipc.providersReorder(idsOf(cards));
  } catch (error) {
    providers.hear(before);
    toasts.fail(m.reorder_failed(), asFailure(error));
  }
}
