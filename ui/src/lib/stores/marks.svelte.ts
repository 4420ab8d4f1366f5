import { asFailure, ipc, type Machine, type MachineKey, type Mark, type MarkEdit } from "$lib/ipc";
import { keyOf } from "$lib/resources/key";

const keyOfMark = ({ provider, region, id }: MachineKey) => keyOf(provider, region, id);

/** What the person keeps about machines: favourites, notes, tags of their own. */
class Marks {
  #byKey = $state.raw<ReadonlyMap<string, Mark>>(new Map());

  async load(): Promise<void> {
    const marks = await ipc.machinesMarks();
    this.#byKey = new Map(marks.map((mark) => [keyOfMark(mark.machine), mark]));
  }

  hear(mark: Mark): void {
    this.#byKey = new Map(this.#byKey).set(keyOfMark(mark.machine), mark);
  }

  of(key: string): Mark | undefined {
    return this.#byKey.get(key);
  }

  isFavourite(key: string): boolean {
    return this.of(key)?.favourite ?? false;
  }

  /** What was refused is said by the answer. */
  async change({ provider, region, id }: Machine, edit: Partial<MarkEdit>) {
    try {
      this.hear(
        await ipc.machinesMark(
          { provider, region, id },
          { favourite: null, note: null, tags: null, ...edit },
        ),
      );
      return null;
    } catch (error) {
      return asFailure(error);
    }
  }

  clear(): void {
    this.#byKey = new Map();
  }
}

export const marks = new Marks();
