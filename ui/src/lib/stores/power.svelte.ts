import { m } from "$lib/i18n.svelte";
import { asFailure, ipc, type AppEvent, type Machine, type PowerAction, type PowerOutcome } from "$lib/ipc";
import { doneLabel } from "$lib/power/words";
import { keyOf } from "$lib/resources/key";
import { toasts } from "./toasts.svelte";

type Told = Extract<AppEvent, { type: "machine_power" }>;
type Asking = { action: PowerAction; machines: Machine[] };

/** Machines on their way, and what the person is asked before one is. */
class Power {
  /** What is waiting for the person's yes. */
  asking = $state.raw<Asking | null>(null);
  #underWay = $state.raw<ReadonlyMap<string, PowerAction>>(new Map());

  underWay(key: string): PowerAction | undefined {
    return this.#underWay.get(key);
  }

  hear({ machine, action, under_way }: Told): void {
    const now = new Map(this.#underWay);
    const key = keyOf(machine.provider, machine.region, machine.id);
    if (under_way) now.set(key, action);
    else now.delete(key);
    this.#underWay = now;
  }

  /** Asks first: what is started costs, and what is stopped takes down what runs there. */
  request(action: PowerAction, machines: Machine[]): void {
    this.asking = { action, machines };
  }

  async run({ action, machines }: Asking): Promise<void> {
    this.asking = null;
    const keys = machines.map(({ provider, region, id }) => ({ provider, region, id }));
    try {
      this.#summarise(action, await ipc.machinesPower(keys, action));
    } catch (error) {
      toasts.fail(m.power_failed({ count: machines.length }), asFailure(error));
    }
  }

  clear(): void {
    this.asking = null;
    this.#underWay = new Map();
  }

  #summarise(action: PowerAction, outcomes: PowerOutcome[]): void {
    const failed = outcomes.filter((outcome) => outcome.failure !== null);
    const done = outcomes.filter((outcome) => outcome.failure === null);
    if (done.length > 0) toasts.say(doneLabel(action, done));
    const first = failed[0];
    if (first?.failure) {
      const text =
        failed.length === 1
          ? m.power_failed_one({ name: first.name })
          : m.power_failed_several({ count: failed.length, name: first.name });
      toasts.fail(text, first.failure);
    }
  }
}

export const power = new Power();
