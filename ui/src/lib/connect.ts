import { copy } from "$lib/copy";
import { m } from "$lib/i18n.svelte";
import { asFailure, ipc, type ConnectRequest, type Machine, type MachineKey } from "$lib/ipc";
import { marks } from "$lib/stores/marks.svelte";
import { whyNot } from "$lib/power/allowed";
import { asked } from "$lib/stores/asked.svelte";
import { settings } from "$lib/stores/settings.svelte";
import { terminals } from "$lib/stores/terminals.svelte";
import { toasts } from "$lib/stores/toasts.svelte";

export const keyOfMachine = ({ provider, region, id }: Machine): MachineKey => ({ provider, region, id });

/** Where a session is opened: in the person's own terminal, or in a tab of the window. */
export type Place = "terminal" | "tab";

export const usualPlace = (): Place => (settings.current.sessions_in_app ? "tab" : "terminal");

/** Opens a session and says how, or why not. One on a stopped machine is offered with its start. */
export async function connect(
  machine: Machine,
  wanted: Partial<ConnectRequest> = {},
  place: Place = usualPlace(),
): Promise<boolean> {
  const name = machine.name || machine.id;
  if (machine.state === "stopped" && !wanted.start && whyNot(machine, "start") === null) {
    asked.start = { machine, wanted, place };
    return true;
  }
  if (wanted.start) toasts.say(m.starting_to_connect({ name }));
  const usual = { user: null, port: null, route: null, identity: null, command: [] };
  const request = { ...usual, ...wanted, machine: keyOfMachine(machine) };
  if (place === "tab") {
    terminals.open(machine, request);
    return true;
  }
  try {
    const opened = await ipc.connectOpen(request);
    toasts.say(m.session_opened({ name, user: opened.user, route: opened.route }));
    return true;
  } catch (error) {
    toasts.fail(m.session_failed({ name }), asFailure(error));
    return false;
  }
}

export async function setFavourite(machine: Machine, favourite: boolean): Promise<void> {
  const failure = await marks.change(machine, { favourite });
  if (failure) toasts.fail(m.favourite_failed(), failure);
}

/** Copies the command that connects to it, as one types it into a terminal. */
export async function copyCommand(machine: Machine): Promise<void> {
  try {
    await copy(await ipc.connectCommand(keyOfMachine(machine)));
  } catch (error) {
    toasts.fail(m.copy_failed(), asFailure(error));
  }
}
