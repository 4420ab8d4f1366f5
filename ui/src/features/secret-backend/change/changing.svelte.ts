import {
  asFailure,
  ipc,
  type BackendDescriptor,
  type BackendDraft,
  type Failure,
  type PlannedMove,
} from "$lib/ipc";
import { secretBackend } from "$lib/stores/secret-backend.svelte";
import { Draft } from "./draft.svelte";

/** On the way to another backend: which, with what filled in, and what would move there. */
export class Changing {
  draft = $state.raw<Draft | null>(null);
  plan = $state.raw<PlannedMove[] | null>(null);
  /** What was agreed to, once it was. */
  agreed = $state.raw<BackendDraft | null>(null);
  failure = $state.raw<Failure | null>(null);
  planning = $state(false);
  // Going back and forth between backends loses nothing that was typed.
  readonly #drafts = new Map<string, Draft>();

  get step(): "pick" | "fill" | "plan" | "move" {
    if (this.agreed) return "move";
    if (this.plan) return "plan";
    return this.draft && !this.draft.isBlank ? "fill" : "pick";
  }

  async pick(kind: BackendDescriptor): Promise<void> {
    const draft = this.#drafts.get(kind.id) ?? new Draft(kind, secretBackend.status!);
    this.#drafts.set(kind.id, draft);
    this.draft = draft;
    if (draft.isBlank) await this.look();
  }

  async look(): Promise<void> {
    if (!this.draft || this.planning) return;
    this.failure = null;
    this.planning = true;
    try {
      this.plan = await ipc.secretBackendPlan(this.draft.request());
    } catch (error) {
      this.failure = asFailure(error);
    } finally {
      this.planning = false;
    }
  }

  agree(): void {
    this.agreed = this.draft?.request() ?? null;
    for (const draft of this.#drafts.values()) draft.wipe();
  }

  back(): void {
    this.failure = null;
    if (this.step === "plan" && !this.draft?.isBlank) {
      this.plan = null;
    } else {
      this.plan = null;
      this.draft = null;
    }
  }
}
