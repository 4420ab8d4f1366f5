import { asFailure, ipc, type Failure, type SignInPrompt, type SignInRequest } from "$lib/ipc";
import { signIns } from "$lib/stores/sign-ins.svelte";
import type { Awaiting } from "./awaiting";

/** One sign-in: begun, waited for, and ended by the person, the clock or the other side. */
export class SignIn implements Awaiting {
  prompt = $state.raw<SignInPrompt | null>(null);
  starting = $state(false);
  failure = $state.raw<Failure | null>(null);
  #attempt = 0;
  // Not read from the prompt: what is torn down still sees the state of before.
  #connection: string | null = null;

  constructor(private readonly onsigned: (connection: string) => void) {}

  async start(request: SignInRequest): Promise<void> {
    const mine = ++this.#attempt;
    const current = () => mine === this.#attempt;
    this.failure = null;
    this.starting = true;
    if (request.connection) signIns.forget(request.connection);
    try {
      const prompt = await ipc.signinStart(request);
      if (!current()) return this.#drop(prompt.connection);
      this.prompt = prompt;
      this.#connection = prompt.connection;
      this.starting = false;
      const failure = await signIns.ended(prompt.connection);
      if (!current()) return;
      this.prompt = null;
      this.#connection = null;
      this.failure = failure;
      if (!failure) this.onsigned(prompt.connection);
    } catch (error) {
      if (current()) this.failure = asFailure(error);
    } finally {
      if (current()) this.starting = false;
    }
  }

  /** Stops waiting, here at once and in the app as soon as it can be told. */
  cancel(): void {
    this.#attempt += 1;
    this.starting = false;
    const connection = this.#connection;
    this.#connection = null;
    this.prompt = null;
    if (connection) this.#drop(connection);
  }

  async openAgain(): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;
    this.failure = null;
    await ipc.signinOpen(connection).catch((error) => (this.failure = asFailure(error)));
  }

  #drop(connection: string): void {
    signIns.forget(connection);
    // What could not be told ends by itself when its time is over.
    ipc.signinCancel(connection).catch(() => undefined);
  }
}
