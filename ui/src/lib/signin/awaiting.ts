import type { Failure, SignInPrompt } from "$lib/ipc";

/** A person who is waited for in their browser or at another device, as it is shown. */
export interface Awaiting {
  readonly prompt: Pick<SignInPrompt, "awaited" | "authorization_url" | "device" | "expires_at"> | null;
  readonly failure: Failure | null;
  /** Opens the page once more. */
  openAgain(): void;
  /** Stops waiting. */
  cancel(): void;
}
