import { SvelteSet } from "svelte/reactivity";
import type { Imported, ProviderCard } from "$lib/ipc";
import { providers } from "$lib/stores/providers.svelte";
import { refresh } from "$lib/stores/refresh";
import { Work } from "$lib/work.svelte";

/** What is described elsewhere, providers above all: looked for, chosen, and what became of each. */
export abstract class Adding<Found, Added extends { card: ProviderCard | null } = Imported> extends Work<
  "look" | "add"
> {
  found = $state.raw<Found[] | null>(null);
  results = $state.raw<Added[] | null>(null);
  /** Keys of those to be added. */
  readonly chosen = new SvelteSet<string>();

  /** What one is told from the others by. */
  protected abstract keyOf(one: Found): string;
  /** Whether it can be added. */
  protected abstract can(one: Found): boolean;

  get possible(): Found[] {
    return (this.found ?? []).filter((one) => this.can(one));
  }

  get all(): boolean {
    return this.possible.every((one) => this.chosen.has(this.keyOf(one)));
  }

  choose(key: string, wanted: boolean): void {
    if (wanted) this.chosen.add(key);
    else this.chosen.delete(key);
  }

  chooseAll(wanted: boolean): void {
    for (const one of this.possible) this.choose(this.keyOf(one), wanted);
  }

  protected async lookFor(find: () => Promise<Found[]>, isWanted: (one: Found) => boolean): Promise<void> {
    await this.run("look", async () => {
      this.found = null;
      this.chosen.clear();
      this.found = await find();
      for (const one of this.possible) this.choose(this.keyOf(one), isWanted(one));
    });
  }

  protected async addBy(
    add: (keys: string[]) => Promise<Added[]>,
    isListed: (card: ProviderCard) => boolean,
  ): Promise<void> {
    await this.run("add", async () => {
      const keys = this.possible.map((one) => this.keyOf(one)).filter((key) => this.chosen.has(key));
      this.results = await add(keys);
      for (const { card } of this.results) {
        if (!card) continue;
        providers.put(card);
        if (isListed(card)) void refresh(card.provider.id);
      }
    });
  }
}
