import { m } from "$lib/i18n.svelte";
import { asFailure, ipc, type ConnectRequest, type Machine, type MachineKey } from "$lib/ipc";
import { toasts } from "$lib/stores/toasts.svelte";

export const keyOfMachine = ({ provider, region, id }: Machine): MachineKey => ({ provider, region, id });

/** Opens a session in the person's terminal and says how, or why not. */
export async function connect(machine: Machine, asked: Partial<ConnectRequest> = {}): Promise<boolean> {
  const name = machine.name || machine.id;
  const usual = { user: null, port: null, route: null, identity: null, command: [] };
  try {
    const opened = await ipc.connectOpen({ ...usual, ...asked, machine: keyOfMachine(machine) });
    toasts.say(m.session_opened({ name, user: opened.user, route: opened.route }));
    return true;
  } catch (error) {
    toasts.fail(m.session_failed({ name }), asFailure(error));
    return false;
  }
}

export async function setFavourite(machine: Machine, favourite: boolean): Promise<void> {
  try {
    await ipc.machinesMark(keyOfMachine(machine), { favourite, note: null, tags: null });
  } catch (error) {
    toasts.fail(m.favourite_failed(), asFailure(error));
  }
}
