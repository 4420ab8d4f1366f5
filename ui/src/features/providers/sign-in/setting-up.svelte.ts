import { SvelteSet } from "svelte/reactivity";
import { ipc, type Choice, type Chosen, type Imported } from "$lib/ipc";
import { providers } from "$lib/stores/providers.svelte";
import { signIns } from "$lib/stores/sign-ins.svelte";
import { Work } from "$lib/work.svelte";

/** As many are chosen beforehand; of more, a person picks. */
const FEW = 8;

/** What follows a sign-in: what it can become providers of, which are wanted, and what became of each. */
export class SettingUp extends Work<"look" | "set_up"> {
  choices = $state.raw<Choice[] | null>(null);
  names = $state<Record<string, string>>({});
  results = $state.raw<{ choice: Choice; imported: Imported }[] | null>(null);
  readonly chosen = new SvelteSet<string>();

  constructor(readonly connection: string) {
    super();
  }

  get possible(): Choice[] {
    return (this.choices ?? []).filter((choice) => !choice.problem && !this.added(choice));
  }

  get wanted(): Choice[] {
    return this.possible.filter((choice) => this.chosen.has(choice.id));
  }

  get progress() {
    return signIns.progress[this.connection] ?? null;
  }

  /** Whether some became providers and others did not. */
  get unfinished(): boolean {
    return this.results?.some(({ imported }) => imported.failure !== null) ?? false;
  }

  get anyAdded(): boolean {
    return this.results?.some(({ imported }) => imported.card !== null) ?? false;
  }

  /** Whether a provider of this connection is this choice already. */
  added({ fields }: Choice): boolean {
    const told = Object.entries(fields);
    return (
      told.length > 0 &&
      providers.cards.some(
        ({ provider }) =>
          provider.connection === this.connection &&
          told.every(([field, value]) => provider.fields[field] === value),
      )
    );
  }

  /** Whether another provider is called what this one would be: adding it would be refused. */
  taken({ id, name }: Choice): boolean {
    const wanted = (this.names[id]?.trim() || name).toLowerCase();
    return providers.cards.some(({ provider }) => provider.name.toLowerCase() === wanted);
  }

  choose(id: string, wanted: boolean): void {
    if (wanted) this.chosen.add(id);
    else this.chosen.delete(id);
  }

  async look(): Promise<void> {
    await this.run("look", async () => {
      this.choices = await ipc.signinChoices(this.connection);
      this.names = Object.fromEntries(this.choices.map(({ id, name }) => [id, name]));
      this.chosen.clear();
      if (this.possible.length <= FEW) for (const { id } of this.possible) this.chosen.add(id);
    });
    // Where there is one, there is nothing to choose.
    if (this.choices?.length === 1 && this.wanted.length === 1) await this.finish(this.wanted);
  }

  /** Adds what is wanted. What was added before is left as it is, so it may be asked again. */
  async finish(wanted: Choice[]): Promise<void> {
    await this.run("set_up", async () => {
      const told = await ipc.signinFinish(
        this.connection,
        wanted.map((choice) => this.#asChosen(choice)),
      );
      for (const { card } of told) if (card) providers.put(card);
      // Where nothing came of it because it was stopped, there is nothing to tell.
      if (told.every(({ card, failure }) => !card && failure?.code === "cancelled")) return;
      this.results = told.map((imported, index) => ({ choice: wanted[index]!, imported }));
    });
  }

  again(): Promise<void> {
    return this.finish(this.results?.map(({ choice }) => choice) ?? this.wanted);
  }

  async stop(): Promise<void> {
    await ipc.signinCancel(this.connection).catch(() => undefined);
  }

  #asChosen({ id, name }: Choice): Chosen {
    return { id, name: this.names[id]?.trim() || name };
  }
}
