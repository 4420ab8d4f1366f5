import { ipc, type Descriptor, type Progress, type ProviderCard, type ResourceKind } from "$lib/ipc";

class Providers {
  cards = $state.raw<ProviderCard[]>([]);
  clouds = $state.raw<Descriptor[]>([]);
  loaded = $state(false);
  refreshing = $derived(this.cards.some((card) => card.refreshing !== null));
  #byId = $derived(new Map(this.cards.map((card) => [card.provider.id, card])));
  #cloudById = $derived(new Map(this.clouds.map((cloud) => [cloud.id, cloud])));

  async load(): Promise<void> {
    const [cards, clouds] = await Promise.all([ipc.providersList(), ipc.cloudsList()]);
    this.cards = cards;
    this.clouds = clouds;
    this.loaded = true;
  }

  hear(cards: ProviderCard[]): void {
    this.cards = cards;
    this.loaded = true;
  }

  hearProgress(provider: string, progress: Progress | null): void {
    this.cards = this.cards.map((card) =>
      card.provider.id === provider ? { ...card, refreshing: progress } : card,
    );
  }

  put(card: ProviderCard): void {
    const known = this.#byId.has(card.provider.id);
    this.cards = known
      ? this.cards.map((old) => (old.provider.id === card.provider.id ? card : old))
      : [card, ...this.cards];
  }

  drop(provider: string): void {
    this.cards = this.cards.filter((card) => card.provider.id !== provider);
  }

  get(id: string): ProviderCard | undefined {
    return this.#byId.get(id);
  }

  nameOf(id: string): string {
    return this.#byId.get(id)?.provider.name ?? "";
  }

  cloud(id: string): Descriptor | undefined {
    return this.#cloudById.get(id);
  }

  /** Whether a cloud lists this kind of resource. */
  lists(cloud: string, kind: ResourceKind): boolean {
    return this.cloud(cloud)?.capabilities.includes(kind) ?? false;
  }

  cloudName(id: string): string {
    return this.#cloudById.get(id)?.name ?? id;
  }

  clear(): void {
    this.cards = [];
    this.clouds = [];
    this.loaded = false;
  }
}

export const providers = new Providers();
