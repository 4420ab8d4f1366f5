import type {
  ConnectRequest,
  Machine,
  MachineKey,
  OpenedTerminal,
  PtyEvent,
  TerminalSize,
} from "../../src/lib/ipc";
import { noRoute } from "./sessions";

type Events = { onmessage: (event: PtyEvent) => void };

/** A shell that writes back what is typed, knows `exit 5`, and remembers what it was told. */
export class FakeTerminals {
  sizes: TerminalSize[] = [];
  typed = "";
  pasted: boolean[] = [];
  taken = 0;
  closed: number[] = [];
  #open = new Map<number, { events: Events; line: string }>();
  #last = 0;

  constructor(private readonly machine: (request: ConnectRequest) => Machine | undefined) {}

  /** Which tabs the search alone has asked the main window for. */
  asked: string[] = [];

  terminal_ask = ({ id }: MachineKey) => void this.asked.push(id);

  terminal_open = (request: ConnectRequest, size: TerminalSize, events: Events): OpenedTerminal => {
    const machine = this.machine(request);
    if (!machine?.public_ips[0]) throw noRoute(machine?.name ?? request.machine.id);
    const id = ++this.#last;
    this.sizes.push(size);
    this.#open.set(id, { events, line: "" });
    this.say(id, `Linux ${machine.name} 6.1.0 x86_64\r\n\x1b[1;32mec2-user@${machine.name}\x1b[0m:~$ `);
    return {
      id,
      machine: machine.name,
      route: "Public address",
      reason: "It has a public address.",
      user: "ec2-user",
    };
  };

  terminal_write = (id: number, text: string) => {
    const shell = this.#open.get(id);
    if (!shell) return;
    this.typed += text;
    shell.line += text;
    this.say(id, text.replaceAll("\r", "\r\n"));
    if (!shell.line.endsWith("\r")) return;
    const status = /^exit (\d+)\r$/.exec(shell.line)?.[1];
    shell.line = "";
    if (status !== undefined) this.end(id, Number(status));
  };

  terminal_paste = (_id: number, bracketed: boolean) => void this.pasted.push(bracketed);
  terminal_resize = (_id: number, size: TerminalSize) => void this.sizes.push(size);
  terminal_taken = (_id: number, pieces: number) => void (this.taken += pieces);
  terminal_close = (id: number) => {
    this.closed.push(id);
    this.#open.delete(id);
  };

  say(id: number, text: string): void {
    this.#open.get(id)?.events.onmessage({ kind: "output", text });
  }

  end(id: number, status: number): void {
    this.#open.get(id)?.events.onmessage({ kind: "ended", status });
    this.#open.delete(id);
  }
}
