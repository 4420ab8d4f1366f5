import type { ConnectRequest, Machine } from "$lib/ipc";

type Asked = { machine: Machine; request: ConnectRequest };

/** The session that a link asks for, until the person has said yes or no. */
class AskedSession {
  now = $state.raw<Asked | null>(null);

  hear(machine: Machine, request: ConnectRequest): void {
    this.now = { machine, request };
  }

  clear(): void {
    this.now = null;
  }
}

export const asked = new AskedSession();
