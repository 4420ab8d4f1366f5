import { openLink } from "$lib/copy";
import { asFailure, ipc, type BackendDraft, type Failure, type SecretBackendStatus } from "$lib/ipc";
import type { Awaiting } from "$lib/signin/awaiting";

/** A login to a backend in the person's own browser: begun, waited for, and ended by either side. */
export class BrowserLogIn implements Awaiting {
  prompt = $state.raw<Awaiting["prompt"]>(null);
  failure = $state.raw<Failure | null>(null);
  waiting = $state(false);
  #attempt = 0;
  // Not read from the state: what is torn down still sees that of before.
  #begun = false;

  /** How the backend stands with the new login; nothing if there is none, and then why. */
  async run(draft: BackendDraft): Promise<SecretBackendStatus | null> {
    const mine = ++this.#attempt;
    const current = () => mine === this.#attempt;
    this.failure = null;
    this.waiting = this.#begun = true;
    try {
      const prompt = await ipc.secretBackendBrowserLogin(draft);
      if (!current()) {
        this.#stop();
        return null;
      }
      this.prompt = { ...prompt, device: null };
      const status = await ipc.secretBackendBrowserWait();
      return current() ? status : null;
    } catch (error) {
      if (current()) this.failure = asFailure(error);
      return null;
    } finally {
      if (current()) this.#rest();
    }
  }

  cancel(): void {
    if (!this.#begun) return;
    this.#attempt += 1;
    this.#rest();
    this.#stop();
  }

  openAgain(): void {
    if (this.prompt?.authorization_url) openLink(this.prompt.authorization_url);
  }

  #rest(): void {
    this.waiting = this.#begun = false;
    this.prompt = null;
  }

  #stop(): void {
    // What could not be told ends by itself when its time is over.
    ipc.secretBackendBrowserCancel().catch(() => undefined);
  }
}
