import type { MenuItem } from "$components/Menu.svelte";
import type { Machine } from "$lib/ipc";
import { whyNot } from "$lib/power/allowed";
import { actionName, powerActions } from "$lib/power/words";
import { power } from "$lib/stores/power.svelte";

/** Start, stop and reboot in a machine's menu. */
export function powerItems(machine: Machine): MenuItem[] {
  return powerActions.map((action, index) => {
    const why = whyNot(machine, action);
    return {
      id: `power-${action}`,
      label: actionName(action),
      apart: index === 0,
      disabled: why !== null,
      hint: why ?? undefined,
      run: () => power.request(action, [machine]),
    };
  });
}
