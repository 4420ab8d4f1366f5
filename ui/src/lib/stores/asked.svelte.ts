import type { ConnectRequest, Machine } from "$lib/ipc";

type AskedFor = { machine: Machine; request: ConnectRequest };

/** What is asked for outside the window: the search, and a session until the person has said yes or no. */
class Asked {
  session = $state.raw<AskedFor | null>(null);
  search = $state(false);

  hearSession(machine: Machine, request: ConnectRequest): void {
    this.session = { machine, request };
  }

  clear(): void {
    this.session = null;
    this.search = false;
  }
}

export const asked = new Asked();
