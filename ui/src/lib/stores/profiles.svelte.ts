import { asFailure, ipc, type CatalogueEntry, type Failure, type ProfileCard } from "$lib/ipc";
import { connections } from "./connections.svelte";

class Profiles {
  #heard = $state.raw<ProfileCard[]>([]);
  loaded = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** The connections of a card are those the connections' own events told last. */
  cards = $derived(this.#heard.map((card) => ({ ...card, connections: this.#connectionsOf(card) })));
  #byId = $derived(new Map(this.cards.map((card) => [card.id, card])));
  #catalogue: Promise<CatalogueEntry[]> | null = null;

  async load(): Promise<void> {
    this.failure = null;
    try {
      this.hear(await ipc.profilesList());
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /** The ready profiles: asked for once, and again after a failure. */
  catalogue(): Promise<CatalogueEntry[]> {
    this.#catalogue ??= ipc.profilesCatalogue().catch((error) => {
      this.#catalogue = null;
      throw error;
    });
    return this.#catalogue;
  }

  hear(cards: ProfileCard[]): void {
    this.#heard = cards;
    this.loaded = true;
  }

  put(card: ProfileCard): void {
    const known = this.#byId.has(card.id);
    this.#heard = known
      ? this.#heard.map((old) => (old.id === card.id ? card : old))
      : [...this.#heard, card];
  }

  drop(id: string): void {
    this.#heard = this.#heard.filter((card) => card.id !== id);
  }

  get(id: string): ProfileCard | undefined {
    return this.#byId.get(id);
  }

  clear(): void {
    this.#heard = [];
    this.loaded = false;
    this.failure = null;
  }

  #connectionsOf(card: ProfileCard) {
    if (!connections.loaded) return card.connections;
    return connections.cards.filter(
      ({ connection: { peer } }) => peer.kind === "profile" && peer.profile === card.id,
    );
  }
}

export const profiles = new Profiles();
