import type { Failure } from "$lib/ipc";

export type Toast = {
  id: number;
  tone: "plain" | "bad";
  text: string;
  failure: Failure | null;
  /** What can be reconnected from here. */
  reconnect: Lost | null;
};

export type Lost = { kind: "provider" | "connection"; id: string };

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

  reconnect(text: string, failure: Failure, lost: Lost): void {
    this.forgetReconnect(lost.kind, (id) => id === lost.id);
    this.#push({ tone: "bad", text, failure, reconnect: lost });
  }

  /** Takes away what was said of those that need no reconnecting any more. */
  forgetReconnect(kind: Lost["kind"], settled: (id: string) => boolean): void {
    this.list = this.list.filter(({ reconnect }) => reconnect?.kind !== kind || !settled(reconnect.id));
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
