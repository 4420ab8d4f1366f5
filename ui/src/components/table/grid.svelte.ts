import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from "@tanstack/virtual-core";

export const ROW_HEIGHT = 32;
const OVERSCAN = 8;

/** Only the rows in sight, and the focused one wherever it is, are in the document. */
export class RowWindow {
  items = $state.raw<VirtualItem[]>([]);
  height = $state(0);
  #virtual: Virtualizer<HTMLElement, HTMLElement> | undefined;
  #count = 0;
  #kept = -1;
  #element: HTMLElement | undefined;

  mount(element: HTMLElement): () => void {
    this.#element = element;
    this.#virtual = new Virtualizer<HTMLElement, HTMLElement>(this.#options());
    const unmount = this.#virtual._didMount();
    this.#virtual._willUpdate();
    this.#show();
    return unmount;
  }

  update(count: number, kept: number): void {
    this.#count = count;
    this.#kept = kept;
    if (!this.#virtual) return;
    this.#virtual.setOptions(this.#options());
    this.#virtual._willUpdate();
    this.#show();
  }

  reveal(index: number): void {
    this.#virtual?.scrollToIndex(index, { align: "auto" });
  }

  get page(): number {
    const seen = Math.floor((this.#element?.clientHeight ?? 0) / ROW_HEIGHT) - 2;
    return Math.max(1, seen);
  }

  #options() {
    return {
      count: this.#count,
      getScrollElement: () => this.#element ?? null,
      estimateSize: () => ROW_HEIGHT,
      overscan: OVERSCAN,
      scrollPaddingStart: ROW_HEIGHT,
      paddingStart: ROW_HEIGHT,
      initialRect: { width: 1200, height: 800 },
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.#show(),
      rangeExtractor: ({ startIndex, endIndex, overscan, count }: Range) => {
        const from = Math.max(0, startIndex - overscan);
        const to = Math.min(count - 1, endIndex + overscan);
        const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
        const kept = this.#kept;
        if (kept >= 0 && kept < count && (kept < from || kept > to)) indexes.push(kept);
        return indexes.sort((a, b) => a - b);
      },
    };
  }

  #show(): void {
    this.items = this.#virtual?.getVirtualItems() ?? [];
    this.height = this.#virtual?.getTotalSize() ?? 0;
  }
}

type Range = { startIndex: number; endIndex: number; overscan: number; count: number };
