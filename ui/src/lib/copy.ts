import { m } from "$lib/i18n.svelte";
import { asFailure, ipc } from "$lib/ipc";
import { toasts } from "$lib/stores/toasts.svelte";

/** Copies and says so; a secret comes with the moment at which the clipboard is cleared. */
export async function copy(text: string, secret = false): Promise<boolean> {
  try {
    const seconds = await ipc.copyText(text, secret);
    toasts.say(seconds === null ? m.copied() : m.copied_until({ seconds }));
    return true;
  } catch (error) {
    toasts.fail(m.copy_failed(), asFailure(error));
    return false;
  }
}

export function openLink(url: string): void {
  ipc.openLink(url).catch((error) => toasts.fail(m.link_failed(), asFailure(error)));
}
