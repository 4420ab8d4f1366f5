import { m } from "$lib/i18n.svelte";
import type { PowerAction, PowerOutcome } from "$lib/ipc";

export const powerActions: PowerAction[] = ["start", "stop", "reboot"];

const actions: Record<PowerAction, () => string> = {
  start: m.power_start,
  stop: m.power_stop,
  reboot: m.power_reboot,
};

const underWay: Record<PowerAction, () => string> = {
  start: m.power_starting,
  stop: m.power_stopping,
  reboot: m.power_rebooting,
};

const titles: Record<PowerAction, (of: { count: number; name: string }) => string> = {
  start: m.power_start_title,
  stop: m.power_stop_title,
  reboot: m.power_reboot_title,
};

const done: Record<PowerAction, (of: { count: number; name: string }) => string> = {
  start: m.power_started,
  stop: m.power_stopped,
  reboot: m.power_rebooted,
};

export const actionName = (action: PowerAction): string => actions[action]();
export const underWayLabel = (action: PowerAction): string => underWay[action]();
export const titleOf = (action: PowerAction, count: number, name: string): string =>
  titles[action]({ count, name });
export const doneLabel = (action: PowerAction, outcomes: PowerOutcome[]): string =>
  done[action]({ count: outcomes.length, name: outcomes[0]?.name ?? "" });
