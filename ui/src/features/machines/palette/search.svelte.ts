import { asFailure, ipc, type Failure, type Found } from "$lib/ipc";

/** What the keys typed so far find. Answers may overtake each other; the last question's counts. */
export class Search {
  query = $state("");
  found = $state.raw<Found[]>([]);
  failure = $state.raw<Failure | null>(null);
  answered = $state(false);
  at = $state(0);
  #asked = 0;
  #answer: Promise<void> = Promise.resolve();

  readonly chosen = $derived(this.found[this.at]);

  ask(): Promise<void> {
    this.#answer = this.#ask();
    return this.#answer;
  }

  /** Once what was typed last is answered: a quick hand presses Enter before. */
  async settled(): Promise<void> {
    for (let answer; answer !== this.#answer;) {
      answer = this.#answer;
      await answer;
    }
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const found = await ipc.machinesFind(this.query);
      if (asked !== this.#asked) return;
      this.found = found;
      this.failure = null;
      this.at = 0;
    } catch (error) {
      if (asked === this.#asked) this.failure = asFailure(error);
    }
    this.answered = true;
  }

  move(by: number): void {
    const last = this.found.length - 1;
    if (last < 0) return;
    this.at = Math.min(Math.max(this.at + by, 0), last);
  }
}
