import { m } from "$lib/i18n.svelte";
import { asFailure, type Settings } from "$lib/ipc";
import { resources } from "$lib/stores/resources";
import { settings } from "$lib/stores/settings.svelte";
import { toasts } from "$lib/stores/toasts.svelte";

export function change(part: Partial<Settings>): void {
  settings
    .change(part)
    .then(() => {
      // Words of the list (states) are searched in the language they are shown in.
      if ("language" in part) resources.rename();
    })
    .catch((error) => toasts.fail(m.settings_failed(), asFailure(error)));
}
