import { m } from "$lib/i18n.svelte";
import type { Machine, MachineState, PowerAction } from "$lib/ipc";
import { stateLabel } from "$lib/machines/words";
import { keyOf } from "$lib/resources/key";
import { power } from "$lib/stores/power.svelte";
import { providers } from "$lib/stores/providers.svelte";
import { settings } from "$lib/stores/settings.svelte";
import { underWayLabel } from "./words";

/** As the app judges it: `PowerAction::suits`. */
const suited: Record<PowerAction, MachineState[]> = {
  start: ["stopped", "error", "unknown"],
  stop: ["running", "error", "unknown"],
  reboot: ["running", "error", "unknown"],
};

/** Why a machine cannot be asked for it now, in a few words; nothing if it can. */
export function whyNot(machine: Machine, action: PowerAction): string | null {
  if (!(providers.cloud(machine.cloud)?.power.includes(action) ?? false)) {
    return m.power_not_offered({ cloud: providers.cloudName(machine.cloud) });
  }
  if (settings.current.read_only) return m.power_read_only();
  const underWay = power.underWay(keyOf(machine.provider, machine.region, machine.id));
  if (underWay) return underWayLabel(underWay);
  return suited[action].includes(machine.state) ? null : stateLabel(machine.state);
}
