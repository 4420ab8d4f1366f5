import type { Failure } from "$lib/ipc";

export type Toast = {
  id: number;
  tone: "plain" | "bad";
  text: string;
  failure: Failure | null;
  /** The provider that can be reconnected from here. */
  reconnect: string | null;
};

const SHOWN_FOR = 5_000;
let next = 1;

class Toasts {
  list = $state<Toast[]>([]);

  say(text: string): void {
    const id = this.#push({ tone: "plain", text, failure: null, reconnect: null });
    setTimeout(() => this.dismiss(id), SHOWN_FOR);
  }

  /** A failure stays until it is dismissed: its remedy takes longer to read than a note. */
  fail(text: string, failure: Failure): void {
    if (failure.code === "cancelled" || failure.code === "locked") return;
    this.#push({ tone: "bad", text, failure, reconnect: null });
  }

  reconnect(text: string, failure: Failure, provider: string): void {
    this.forgetReconnect((other) => other === provider);
    this.#push({ tone: "bad", text, failure, reconnect: provider });
  }

  /** Takes away what was said of providers that need no reconnecting any more. */
  forgetReconnect(settled: (provider: string) => boolean): void {
    this.list = this.list.filter((toast) => toast.reconnect === null || !settled(toast.reconnect));
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  clear(): void {
    this.list = [];
  }

  #push(toast: Omit<Toast, "id">): number {
    const id = next++;
    this.list = [...this.list.slice(-3), { id, ...toast }];
    return id;
  }
}

export const toasts = new Toasts();
