import { SvelteSet } from "svelte/reactivity";
import { asFailure, ipc, type Descriptor, type Failure, type Import } from "$lib/ipc";
import type { ImportCandidate, Imported, ImportRequest } from "$lib/ipc";
import { filled, type Values } from "$lib/schema/form";
import { providers } from "$lib/stores/providers.svelte";
import { refresh } from "$lib/stores/refresh";

/** Accounts on their way out of another tool's files: looked for, chosen, and what became of each. */
export class Importing {
  paths = $state<Values>({});
  candidates = $state.raw<ImportCandidate[] | null>(null);
  results = $state.raw<Imported[] | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state<"look" | "import" | null>(null);
  readonly chosen = new SvelteSet<string>();

  constructor(
    readonly cloud: Descriptor,
    readonly from: Import,
  ) {
    this.paths = Object.fromEntries(from.files.map((file) => [file.id, ""]));
  }

  get possible(): ImportCandidate[] {
    return (this.candidates ?? []).filter((one) => !one.problem && !this.signsIn(one));
  }

  /** Whether it has no credential in a file: a person signs in to it. */
  signsIn(one: ImportCandidate): boolean {
    return this.cloud.auth_kinds.some((kind) => kind.id === one.auth && kind.sign_in !== null);
  }

  /** Whether a provider is called so already: importing it once more would be refused. */
  taken(name: string): boolean {
    return providers.cards.some(({ provider }) => provider.name.toLowerCase() === name.toLowerCase());
  }

  choose(name: string, wanted: boolean): void {
    if (wanted) this.chosen.add(name);
    else this.chosen.delete(name);
  }

  chooseAll(wanted: boolean): void {
    for (const { name } of this.possible) this.choose(name, wanted);
  }

  async look(): Promise<void> {
    await this.#run("look", async () => {
      this.candidates = null;
      this.chosen.clear();
      this.candidates = await ipc.providersImportCandidates(this.#request());
      for (const { name } of this.possible) if (!this.taken(name)) this.chosen.add(name);
    });
  }

  async import(): Promise<void> {
    await this.#run("import", async () => {
      const names = this.possible.map((one) => one.name).filter((name) => this.chosen.has(name));
      this.results = await ipc.providersImport(this.#request(), names);
      for (const { card } of this.results) {
        if (!card) continue;
        providers.put(card);
        if (card.provider.health.status === "healthy") void refresh(card.provider.id);
      }
    });
  }

  async #run(what: "look" | "import", work: () => Promise<void>): Promise<void> {
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

  #request(): ImportRequest {
    return { cloud: this.cloud.id, import: this.from.id, paths: filled(this.paths) };
  }
}
