import { m } from "$lib/i18n.svelte";
import { asFailure, ipc, type ConnectionCard } from "$lib/ipc";
import { connections } from "$lib/stores/connections.svelte";
import { toasts } from "$lib/stores/toasts.svelte";

export async function renew({ connection: { id, name } }: ConnectionCard): Promise<void> {
  try {
    const card = await ipc.connectionsRefresh(id);
    connections.put(card);
    if (card.connection.state === "active") toasts.say(m.connection_renewed({ name }));
    else if (card.connection.failure) toasts.fail(m.renew_failed({ name }), card.connection.failure);
  } catch (error) {
    toasts.fail(m.renew_failed({ name }), asFailure(error));
  }
}

export async function rename(card: ConnectionCard, name: string): Promise<void> {
  await ipc.connectionsRename(card.connection.id, name);
  const now = connections.get(card.connection.id) ?? card;
  connections.put({ ...now, connection: { ...now.connection, name } });
}
