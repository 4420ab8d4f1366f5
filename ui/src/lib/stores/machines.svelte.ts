import { ipc, type Machine } from "$lib/ipc";
import { keyOf, toRow, type Names, type Row } from "$lib/machines/row";
import { stateLabel } from "$lib/machines/words";
import { atNextFrame } from "./frame";
import { providers } from "./providers.svelte";

const names: Names = {
  provider: (id) => providers.nameOf(id),
  cloud: (id) => providers.cloudName(id),
  state: stateLabel,
};

class Machines {
  rows = $state.raw<Row[]>([]);
  loaded = $state(false);
  #byKey = new Map<string, Row>();
  #stopWaiting: (() => void) | undefined;

  async load(): Promise<void> {
    const listed = await ipc.machinesList();
    for (const machine of listed) this.#put(machine);
    this.#publish();
    this.loaded = true;
  }

  hearListed(listed: Machine[]): void {
    for (const machine of listed) this.#put(machine);
    this.#soon();
  }

  hearRemoved(provider: string, region: string, ids: string[]): void {
    for (const id of ids) this.#byKey.delete(keyOf(provider, region, id));
    this.#soon();
  }

  dropProvider(provider: string): void {
    for (const [key, row] of this.#byKey) if (row.machine.provider === provider) this.#byKey.delete(key);
    this.#soon();
  }

  /** After a provider was renamed or the language changed, what is searched and shown is made anew. */
  rename(): void {
    for (const row of [...this.#byKey.values()]) this.#put(row.machine);
    this.#soon();
  }

  get(key: string): Row | undefined {
    return this.#byKey.get(key);
  }

  clear(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    this.#byKey.clear();
    this.rows = [];
    this.loaded = false;
  }

  #put(machine: Machine): void {
    const row = toRow(machine, names);
    this.#byKey.set(row.key, row);
  }

  /** Batches arrive faster than they can be seen: one new list per frame is enough. */
  #soon(): void {
    this.#stopWaiting ??= atNextFrame(() => this.#publish());
  }

  #publish(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    this.rows = [...this.#byKey.values()];
  }
}

export const machines = new Machines();
