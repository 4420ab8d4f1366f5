import type { Failure } from "$lib/ipc";

export type Toast = { id: number; tone: "plain" | "bad"; text: string; failure: Failure | null };

const SHOWN_FOR = 5_000;
let next = 1;

class Toasts {
  list = $state<Toast[]>([]);

  say(text: string): void {
    const id = this.#push({ tone: "plain", text, failure: null });
    setTimeout(() => this.dismiss(id), SHOWN_FOR);
  }

  /** A failure stays until it is dismissed: its remedy takes longer to read than a note. */
  fail(text: string, failure: Failure): void {
    if (failure.code === "cancelled" || failure.code === "locked") return;
    this.#push({ tone: "bad", text, failure });
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
