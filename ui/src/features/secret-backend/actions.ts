import { m } from "$lib/i18n.svelte";
import { asFailure } from "$lib/ipc";
import { secretBackend } from "$lib/stores/secret-backend.svelte";
import { toasts } from "$lib/stores/toasts.svelte";

/** Asks the one in force again. */
export async function retry(): Promise<void> {
  const { name } = secretBackend;
  await secretBackend
    .retry()
    .catch((error) => toasts.fail(m.backend_retry_failed({ name }), asFailure(error)));
}
