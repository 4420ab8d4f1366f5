import { ipc, type NewVaultRequest, type SlotKind, type VaultStatus } from "$lib/ipc";

class Vault {
  status = $state.raw<VaultStatus | null>(null);
  /** True from the first word of creation until the recovery key is confirmed: an unlocked vault is not yet a used one. */
  creating = $state(false);
  lockedByHand = $state(false);

  async load(): Promise<VaultStatus> {
    const status = await ipc.vaultStatus();
    this.hear(status);
    return status;
  }

  hear(status: VaultStatus): void {
    if (status.state === "absent") this.creating = true;
    this.status = status;
  }

  has(kind: SlotKind): boolean {
    return this.status?.slots.some((slot) => slot.kind === kind) ?? false;
  }

  create(request: NewVaultRequest): Promise<string> {
    return ipc.vaultCreate(request);
  }

  async confirmRecovery(): Promise<void> {
    await ipc.vaultConfirmRecovery();
    await this.load();
  }

  finishCreating(): void {
    this.creating = false;
  }

  async unlock(kind: SlotKind, secret: string | null): Promise<void> {
    await ipc.vaultUnlock({ kind, secret });
    this.lockedByHand = false;
    await this.load();
  }

  async lock(): Promise<void> {
    this.lockedByHand = true;
    await ipc.vaultLock();
    await this.load();
  }
}

export const vault = new Vault();
