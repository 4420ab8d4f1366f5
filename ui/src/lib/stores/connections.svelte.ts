import { asFailure, ipc, type ConnectionCard, type Failure } from "$lib/ipc";

class Connections {
  cards = $state.raw<ConnectionCard[]>([]);
  loaded = $state(false);
  failure = $state.raw<Failure | null>(null);
  #byId = $derived(new Map(this.cards.map((card) => [card.connection.id, card])));

  /** A failure is kept for the lists that show them: the machines do not wait for it. */
  async load(): Promise<void> {
    this.failure = null;
    try {
      this.hear(await ipc.connectionsList());
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  hear(cards: ConnectionCard[]): void {
    this.cards = cards;
    this.loaded = true;
  }

  put(card: ConnectionCard): void {
    const known = this.#byId.has(card.connection.id);
    this.cards = known
      ? this.cards.map((old) => (old.connection.id === card.connection.id ? card : old))
      : [...this.cards, card];
  }

  get(id: string | null | undefined): ConnectionCard | undefined {
    return id ? this.#byId.get(id) : undefined;
  }

  drop(id: string): void {
    this.cards = this.cards.filter((card) => card.connection.id !== id);
  }

  clear(): void {
    this.cards = [];
    this.loaded = false;
    this.failure = null;
  }
}

export const connections = new Connections();
