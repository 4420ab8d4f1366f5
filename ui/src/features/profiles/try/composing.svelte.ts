import { asFailure, ipc, type Failure, type ProfileReply } from "$lib/ipc";
import { pairsOf } from "../pairs";

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
type Method = (typeof methods)[number];

/** A request on its way to an API, and the last answer. */
export class Composing {
  method = $state<Method>("GET");
  path = $state("/");
  headers = $state("");
  body = $state("");
  busy = $state<"verify" | "send" | null>(null);
  reply = $state.raw<ProfileReply | null>(null);
  failure = $state.raw<Failure | null>(null);
  #attempt = 0;

  get hasBody(): boolean {
    return this.method !== "GET" && this.method !== "HEAD";
  }

  verify(connection: string, path: string | null): Promise<void> {
    return this.#run("verify", () => ipc.profilesVerify(connection, path));
  }

  send(connection: string): Promise<void> {
    const { method } = this;
    const body = this.hasBody && this.body !== "" ? this.body : null;
    const path = this.path.trim() || "/";
    return this.#run("send", () =>
      ipc.profilesSend(connection, { method, path, headers: pairsOf(this.headers), body }),
    );
  }

  /** Waits no longer; an answer that still comes is not shown. */
  stop(): void {
    this.#attempt += 1;
    this.busy = null;
  }

  async #run(what: "verify" | "send", work: () => Promise<ProfileReply>): Promise<void> {
    const mine = ++this.#attempt;
    this.busy = what;
    this.reply = null;
    this.failure = null;
    try {
      const reply = await work();
      if (mine === this.#attempt) this.reply = reply;
    } catch (error) {
      if (mine === this.#attempt) this.failure = asFailure(error);
    } finally {
      if (mine === this.#attempt) this.busy = null;
    }
  }
}
