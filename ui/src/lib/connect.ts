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

/** Where a shell is opened: in the person's own terminal, or in a tab of the window. */
export type ShellPlace = "terminal" | "tab";
/** Where a session is opened; a desktop is in the person's program for it. */
export type Place = ShellPlace | "desktop";

export const shellPlace = (): ShellPlace => (settings.current.sessions_in_app ? "tab" : "terminal");

export const hasDesktop = (machine: Machine): boolean => machine.os === "windows";

/** What people want of a machine first. */
export const usualPlace = (machine: Machine): Place => (hasDesktop(machine) ? "desktop" : shellPlace());

export const connectLabel = (machine: Machine): string =>
  hasDesktop(machine) ? m.open_desktop() : m.connect();

/** Opens a session and says how, or why not. One on a stopped machine is offered with its start. */
export async function connect(
  machine: Machine,
  wanted: Partial<ConnectRequest> = {},
  place: Place = usualPlace(machine),
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
    const isDesktop = place === "desktop";
    const opened = await (isDesktop ? ipc.connectDesktop(request) : ipc.connectOpen(request));
    const said = isDesktop ? m.desktop_opened : m.session_opened;
    toasts.say(said({ name, user: opened.user, route: opened.route }));
    return true;
  } catch (error) {
    const said = place === "desktop" ? m.desktop_failed : m.session_failed;
    toasts.fail(said({ name }), asFailure(error));
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
