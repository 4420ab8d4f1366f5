import {
  asFailure,
  ipc,
  openTerminal,
  type ConnectRequest,
  type Failure,
  type Machine,
  type OpenedTerminal,
  type PtyEvent,
  type TerminalSize,
} from "$lib/ipc";

/** Pieces of output after which the app is told that they are shown; it goes no more than 64 ahead. */
const TAKEN_AT_ONCE = 16;

/** What draws a session's output; `done` is called once a piece is shown. */
type Screen = (text: string, done: () => void) => void;

/** A tab: one session on a machine, and after its end the next. */
export class Tab {
  state = $state<"opening" | "running" | "ended" | "failed">("opening");
  status = $state<number | null>(null);
  failure = $state.raw<Failure | null>(null);
  opened = $state.raw<OpenedTerminal | null>(null);
  readonly name: string;
  #closed = false;
  #shown = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly key: number,
    readonly machine: Machine,
    private readonly request: ConnectRequest,
  ) {
    this.name = machine.name || machine.id;
  }

  get busy(): boolean {
    return this.state === "opening" || this.state === "running";
  }

  async open(size: TerminalSize, screen: Screen): Promise<void> {
    this.state = "opening";
    this.failure = null;
    this.opened = null;
    this.#shown = 0;
    try {
      const opened = await openTerminal(this.request, size, (event) => this.#hear(event, screen));
      this.opened = opened;
      if (this.#closed) void this.#end();
      else if (this.state === "opening") this.state = "running";
    } catch (error) {
      this.failure = asFailure(error);
      this.state = "failed";
    }
  }

  type(text: string): void {
    this.#send((id) => ipc.terminalWrite(id, text));
  }

  /** Sends what the clipboard holds, which stays out of the page. */
  paste(bracketed: boolean): void {
    this.#send((id) => ipc.terminalPaste(id, bracketed));
  }

  resize(size: TerminalSize): void {
    this.#send((id) => ipc.terminalResize(id, size));
  }

  close(): void {
    this.#closed = true;
    void this.#end();
  }

  #hear(event: PtyEvent, screen: Screen): void {
    if (this.#closed) return;
    if (event.kind === "output") {
      screen(event.text, () => this.#take());
    } else {
      this.status = event.status;
      this.state = "ended";
    }
  }

  #take(): void {
    this.#shown += 1;
    const id = this.opened?.id;
    if (id === undefined || this.#shown < TAKEN_AT_ONCE) return;
    const pieces = this.#shown;
    this.#shown = 0;
    void ipc.terminalTaken(id, pieces).catch(() => undefined);
  }

  /** One after the other: two calls under way at once may arrive in either order. */
  #send(call: (id: number) => Promise<unknown>): void {
    const id = this.opened?.id;
    if (id === undefined || this.state !== "running") return;
    // A session that has ended takes nothing, and says so by its own event.
    this.#last = this.#last.then(() => call(id)).catch(() => undefined);
  }

  async #end(): Promise<void> {
    const id = this.opened?.id;
    // Before the answer is there, it is ended when it comes; a locked vault has ended it already.
    if (id !== undefined) await ipc.terminalClose(id).catch(() => undefined);
  }
}

/** The sessions inside the window. */
class Terminals {
  tabs = $state.raw<Tab[]>([]);
  current = $state<number | null>(null);
  /** Whether they are what the window shows. */
  shown = $state(false);
  #next = 1;

  open(machine: Machine, request: ConnectRequest): void {
    const tab = new Tab(this.#next++, machine, request);
    this.tabs = [...this.tabs, tab];
    this.show(tab.key);
  }

  show(key: number): void {
    this.current = key;
    this.shown = true;
  }

  /** The tab so many places further, around the ends. */
  step(by: number): void {
    const at = this.tabs.findIndex(({ key }) => key === this.current);
    const next = this.tabs.at((at + by) % this.tabs.length);
    if (next) this.show(next.key);
  }

  close(key: number): void {
    const at = this.tabs.findIndex((tab) => tab.key === key);
    this.tabs[at]?.close();
    this.tabs = this.tabs.filter((tab) => tab.key !== key);
    if (this.current === key) this.current = (this.tabs[at] ?? this.tabs.at(-1))?.key ?? null;
    if (this.tabs.length === 0) this.shown = false;
  }

  /** After a lock, which has ended the sessions themselves. */
  clear(): void {
    for (const tab of this.tabs) tab.close();
    this.tabs = [];
    this.current = null;
    this.shown = false;
  }
}

export const terminals = new Terminals();
