import { asFailure, ipc, type Failure, type SshKey } from "$lib/ipc";

/** The private SSH keys that are kept, without what is secret of them. */
class SshKeys {
  all = $state.raw<SshKey[]>([]);
  failure = $state.raw<Failure | null>(null);

  async load(): Promise<void> {
    this.failure = null;
    try {
      this.all = await ipc.sshKeysList();
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  get(id: string): SshKey | undefined {
    return this.all.find((key) => key.id === id);
  }

  /** Takes in one that is new or was changed. */
  put(key: SshKey): void {
    const known = this.all.some(({ id }) => id === key.id);
    this.all = known ? this.all.map((old) => (old.id === key.id ? key : old)) : [...this.all, key];
  }

  drop(id: string): void {
    this.all = this.all.filter((key) => key.id !== id);
  }

  clear(): void {
    this.all = [];
    this.failure = null;
  }
}

export const sshKeys = new SshKeys();
