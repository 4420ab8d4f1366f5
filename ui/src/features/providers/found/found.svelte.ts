import { SvelteSet } from "svelte/reactivity";
import { asFailure, ipc, type AddedSecret, type Failure, type FoundSecret } from "$lib/ipc";
import { providers } from "$lib/stores/providers.svelte";
import { refresh } from "$lib/stores/refresh";
import { sshKeys } from "$lib/stores/ssh-keys.svelte";

/** Providers and SSH keys that others keep in the secret backend: looked for, chosen, and what became of each. */
export class Finding {
  found = $state.raw<FoundSecret[] | null>(null);
  results = $state.raw<AddedSecret[] | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state<"look" | "add" | null>(null);
  readonly chosen = new SvelteSet<string>();

  get possible(): FoundSecret[] {
    return (this.found ?? []).filter(({ known, failure }) => !known && !failure);
  }

  get all(): boolean {
    return this.possible.every(({ owner }) => this.chosen.has(owner));
  }

  choose(owner: string, wanted: boolean): void {
    if (wanted) this.chosen.add(owner);
    else this.chosen.delete(owner);
  }

  chooseAll(wanted: boolean): void {
    for (const { owner } of this.possible) this.choose(owner, wanted);
  }

  async look(): Promise<void> {
    await this.#run("look", async () => {
      this.found = null;
      this.chosen.clear();
      this.found = await ipc.secretBackendDiscover();
      this.chooseAll(true);
    });
  }

  async add(): Promise<void> {
    await this.#run("add", async () => {
      const owners = this.possible.map(({ owner }) => owner).filter((owner) => this.chosen.has(owner));
      this.results = await ipc.secretBackendAddFound(owners);
      for (const { card, key } of this.results) {
        if (key) sshKeys.put(key);
        if (!card) continue;
        providers.put(card);
        void refresh(card.provider.id);
      }
    });
  }

  async #run(what: "look" | "add", work: () => Promise<void>): Promise<void> {
    this.failure = null;
    this.busy = what;
    try {
      await work();
    } catch (error) {
      this.failure = asFailure(error);
    } finally {
      this.busy = null;
    }
  }
}
