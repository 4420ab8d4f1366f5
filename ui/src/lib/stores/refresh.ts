import { m } from "$lib/i18n.svelte";
import { asFailure, ipc } from "$lib/ipc";
import { toasts } from "./toasts.svelte";

export async function refresh(provider: string | null = null): Promise<void> {
  await ipc.resourcesRefresh(provider).catch((error) => toasts.fail(m.refresh_failed(), asFailure(error)));
}

export async function cancelRefresh(provider: string | null = null): Promise<void> {
  await ipc.resourcesCancel(provider).catch((error) => toasts.fail(m.cancel_failed(), asFailure(error)));
}
