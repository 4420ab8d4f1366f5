import type { Place } from "$lib/connect";
import type { ConnectRequest, Machine } from "$lib/ipc";

type AskedFor = { machine: Machine; request: ConnectRequest };
type ToStart = { machine: Machine; wanted: Partial<ConnectRequest>; place: Place };

/** What is asked for: the search, and a session until the person has said yes or no. */
class Asked {
  session = $state.raw<AskedFor | null>(null);
  search = $state(false);
  /** A session on a machine that is to be started first, if the person says so. */
  start = $state.raw<ToStart | null>(null);

  hearSession(machine: Machine, request: ConnectRequest): void {
    this.session = { machine, request };
  }

  clear(): void {
    this.session = null;
    this.search = false;
    this.start = null;
  }
}

export const asked = new Asked();
