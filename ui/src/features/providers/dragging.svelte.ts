import type { ProviderCard } from "$lib/ipc";
import { providers } from "$lib/stores/providers.svelte";
import { moveTo } from "./order";

/** Dragging by pointer: the browser's own drag and drop is taken by the window on some systems. */
export class Dragging {
  id = $state<string | null>(null);
  cards = $state.raw<ProviderCard[] | null>(null);

  constructor(private readonly drop: (cards: ProviderCard[]) => void) {}

  start(event: PointerEvent, id: string): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.id = id;
    this.cards = providers.cards;
    const move = (moving: PointerEvent) => this.#over(moving.clientX, moving.clientY);
    const end = (ended: Event) => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
      window.removeEventListener("keydown", escape);
      this.#end(ended.type === "pointerup");
    };
    const escape = (pressed: KeyboardEvent) => pressed.key === "Escape" && end(pressed);
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
    window.addEventListener("keydown", escape);
  }

  #over(x: number, y: number): void {
    const under = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-card]")?.dataset["card"];
    if (!this.cards || !this.id || !under || under === this.id) return;
    this.cards = moveTo(
      this.cards,
      this.id,
      this.cards.findIndex((card) => card.provider.id === under),
    );
  }

  #end(keep: boolean): void {
    const { cards } = this;
    this.id = null;
    this.cards = null;
    if (keep && cards && cards !== providers.cards) this.drop(cards);
  }
}
