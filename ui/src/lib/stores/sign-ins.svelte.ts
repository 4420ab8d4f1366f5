import type { Failure, SetUpProgress } from "$lib/ipc";

type End = Failure | null;

/** How sign-ins under way end and how far their set-up is, by connection. */
class SignIns {
  progress = $state.raw<Record<string, SetUpProgress>>({});
  // The browser can be back before the answer to the start of its sign-in is here.
  #ended = new Map<string, End>();
  #waiting = new Map<string, (end: End) => void>();

  /** Resolves once the app says that the sign-in has ended, with why if it failed. */
  ended(connection: string): Promise<End> {
    const known = this.#ended.get(connection);
    if (known !== undefined) {
      this.#ended.delete(connection);
      return Promise.resolve(known);
    }
    return new Promise((resolve) => this.#waiting.set(connection, resolve));
  }

  hearEnded(connection: string, failure: End): void {
    const tell = this.#waiting.get(connection);
    this.#waiting.delete(connection);
    if (tell) tell(failure);
    else this.#ended.set(connection, failure);
  }

  hearProgress(connection: string, progress: SetUpProgress | null): void {
    const { [connection]: _, ...rest } = this.progress;
    this.progress = progress ? { ...rest, [connection]: progress } : rest;
  }

  /** Nobody waits for it any more, and what was heard of it is old. */
  forget(connection: string): void {
    this.#waiting.delete(connection);
    this.#ended.delete(connection);
  }

  clear(): void {
    this.progress = {};
    this.#ended.clear();
    this.#waiting.clear();
  }
}

export const signIns = new SignIns();
