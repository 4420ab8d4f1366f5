import { asFailure, type Failure } from "./ipc";

/**
 * What the app is asked for in one place: what is under way, and why the last of it failed. What
 * the person cancelled has not failed.
 */
export class Work<Kind extends string> {
  busy = $state<Kind | null>(null);
  failure = $state.raw<Failure | null>(null);

  protected async run(kind: Kind, work: () => Promise<void>): Promise<void> {
    this.failure = null;
    this.busy = kind;
    try {
      await work();
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code !== "cancelled") this.failure = failure;
    } finally {
      this.busy = null;
    }
  }
}
