import { keyOf } from "$lib/resources/key";
import { atNextFrame } from "./frame";

type Located = { id: string; provider: string; region: string };

/** Everything known of one kind of resource, each with the row that is made of it. */
export class Rows<T extends Located, R extends { key: string }> {
  rows = $state.raw<R[]>([]);
  loaded = $state(false);
  #byKey = new Map<string, { of: T; row: R }>();
  #stopWaiting: (() => void) | undefined;

  constructor(private readonly toRow: (of: T) => R) {}

  /** The first list, shown at once. */
  load(listed: T[]): void {
    for (const of of listed) this.#put(of);
    this.#publish();
    this.loaded = true;
  }

  add(listed: T[]): void {
    for (const of of listed) this.#put(of);
    if (listed.length > 0) this.#soon();
  }

  remove(provider: string, region: string, ids: string[]): void {
    for (const id of ids) this.#byKey.delete(keyOf(provider, region, id));
    if (ids.length > 0) this.#soon();
  }

  dropProvider(provider: string): void {
    for (const [key, { of }] of this.#byKey) if (of.provider === provider) this.#byKey.delete(key);
    this.#soon();
  }

  /** After a provider was renamed or the language changed, what is searched and shown is made anew. */
  rename(): void {
    for (const { of } of [...this.#byKey.values()]) this.#put(of);
    this.#soon();
  }

  /** After something that is kept about it was changed, its row is made anew. */
  renew(key: string): void {
    const known = this.#byKey.get(key);
    if (known) this.add([known.of]);
  }

  get(key: string): R | undefined {
    return this.#byKey.get(key)?.row;
  }

  clear(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    this.#byKey.clear();
    this.rows = [];
    this.loaded = false;
  }

  #put(of: T): void {
    const row = this.toRow(of);
    this.#byKey.set(row.key, { of, row });
  }

  /** Batches arrive faster than they can be seen: one new list per frame is enough. */
  #soon(): void {
    this.#stopWaiting ??= atNextFrame(() => this.#publish());
  }

  #publish(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    this.rows = Array.from(this.#byKey.values(), ({ row }) => row);
  }
}
