import { m } from "$lib/i18n.svelte";
import {
  asFailure,
  ipc,
  type BackendDescriptor,
  type BackendDraft,
  type Failure,
  type SecretBackendStatus,
} from "$lib/ipc";

export type MoveProgress = { done: number; total: number; name: string };

/** The backend that needs nothing outside this computer. */
export const INTERNAL = "internal";

/** Where credentials are kept, how that stands, and a move of them under way. */
class SecretBackend {
  status = $state.raw<SecretBackendStatus | null>(null);
  kinds = $state.raw<BackendDescriptor[]>([]);
  failure = $state.raw<Failure | null>(null);
  /** Set from the first word of a move to its last. */
  moving = $state(false);
  progress = $state.raw<MoveProgress | null>(null);
  asking = $state(false);
  isExternal = $derived(this.status !== null && this.status.backend !== INTERNAL);

  async load(): Promise<void> {
    this.failure = null;
    const before = this.status;
    try {
      const [kinds, status] = await Promise.all([ipc.secretBackends(), ipc.secretBackendGet()]);
      this.kinds = kinds;
      // What was told while it was asked for is newer.
      if (this.status === before) this.status = status;
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  hear(status: SecretBackendStatus): void {
    this.status = status;
  }

  hearProgress({ done, total, name }: MoveProgress): void {
    this.progress = { done, total, name };
  }

  kind(id: string): BackendDescriptor | undefined {
    return this.kinds.find((kind) => kind.id === id);
  }

  /** What a kind is called. What is set may name none that is known. */
  nameOf(id: string): string {
    return id === INTERNAL ? m.backend_internal() : (this.kind(id)?.name ?? m.backend_unknown());
  }

  /** What the one in force is called. */
  get name(): string {
    return this.nameOf(this.status?.backend ?? "");
  }

  /** Asks the one in force again. What is wrong with it is in its status. */
  async retry(): Promise<void> {
    this.asking = true;
    try {
      this.hear(await ipc.secretBackendRetry());
    } finally {
      this.asking = false;
    }
  }

  async logIn(secrets: Record<string, string>): Promise<void> {
    this.hear(await ipc.secretBackendLogin(secrets));
  }

  async useVault(): Promise<void> {
    this.hear(await ipc.secretBackendUseVault());
  }

  move(draft: BackendDraft): Promise<void> {
    return this.#move(() => ipc.secretBackendMove(draft));
  }

  resume(): Promise<void> {
    return this.#move(() => ipc.secretBackendResume());
  }

  rollBack(): Promise<void> {
    return this.#move(() => ipc.secretBackendRollBack());
  }

  clear(): void {
    this.status = null;
    this.kinds = [];
    this.failure = null;
    this.progress = null;
    this.moving = false;
    this.asking = false;
  }

  async #move(work: () => Promise<SecretBackendStatus>): Promise<void> {
    this.moving = true;
    this.progress = null;
    try {
      this.hear(await work());
    } catch (error) {
      // How far it came is in the status.
      await ipc.secretBackendGet().then(
        (status) => this.hear(status),
        () => undefined,
      );
      throw error;
    } finally {
      this.moving = false;
      this.progress = null;
    }
  }
}

export const secretBackend = new SecretBackend();
