import type {
  AppEvent,
  ConnectRequest,
  Found,
  HostKey,
  Machine,
  MachineKey,
  Mark,
  MarkEdit,
  Offer,
  PasswordRequest,
  Preferences,
  PowerAction,
  PowerOutcome,
  ShownLogin,
} from "../../src/lib/ipc";
import { failure } from "./failures";

export const noRoute = (name: string) =>
  failure({
    code: "not_found",
    message: `There is no route to ${name}: it has no address that is reachable from here.`,
    remedy: "Give it a public address, or choose a jump host for it.",
    operation: "connect",
  });

export const isOf = (key: MachineKey, machine: Machine) =>
  key.provider === machine.provider && key.region === machine.region && key.id === machine.id;

/** Opens no session, and remembers which were asked for. */
export class FakeSessions {
  opened: Machine[] = [];
  /** Those whose desktop was opened. */
  desktops: Machine[] = [];
  marks: Mark[] = [];
  /** Ids of machines that the cloud refuses to act on. */
  refused = new Set<string>();

  constructor(
    private readonly machines: () => Machine[],
    private readonly emit: (event: AppEvent) => void,
  ) {}

  connect_open = ({ machine: key }: ConnectRequest) => {
    const machine = this.machines().find((one) => isOf(key, one));
    if (!machine?.public_ips[0]) throw noRoute(machine?.name ?? key.id);
    this.opened.push(machine);
    return {
      machine: machine.name,
      route: "Public address",
      reason: "It has a public address.",
      user: "ec2-user",
      terminal: "xterm",
    };
  };

  connect_desktop = (request: ConnectRequest) => {
    const connected = this.connect_open(request);
    this.desktops.push(this.opened.pop()!);
    return { ...connected, user: "Administrator", terminal: "FreeRDP" };
  };

  /** The text of the key that opens the passwords. */
  static readonly PAIR = "-----BEGIN RSA PRIVATE KEY-----";

  /** Opened by a kept key, or by the text of the pair's. */
  machines_password = ({ key, text }: PasswordRequest): ShownLogin => {
    const remedy = "Give the private key of the key pair “work”.";
    const operation = "show the password";
    if (!key && !text)
      throw failure({
        code: "invalid_input",
        message: "The password is encrypted to the key pair the machine was launched with.",
        remedy,
        operation,
        field: "key",
      });
    if (text && text !== FakeSessions.PAIR)
      throw failure({
        code: "invalid_credentials",
        message: "This key does not open the instance's password.",
        remedy,
        operation,
        field: "key",
      });
    return { user: "Administrator", password: "s3cret!ñ" };
  };

  connect_desktop_clients = () => [{ id: "freerdp", name: "FreeRDP" }];

  /** Settles at once; a machine named after its refusal is refused. */
  machines_power = (keys: MachineKey[], action: PowerAction): PowerOutcome[] =>
    keys.map((key) => {
      const machine = this.machines().find((one) => isOf(key, one))!;
      this.emit({ type: "machine_power", machine: key, action, under_way: true, failure: null });
      const refusal = this.refused.has(key.id)
        ? failure({
            code: "permission_denied",
            message: "StopInstances failed: the key is good but may not make this call.",
            remedy: "In IAM, allow ec2:StopInstances on the instance to the key's user or role.",
            operation: "StopInstances",
          })
        : null;
      if (!refusal) {
        machine.state = action === "stop" ? "stopped" : "running";
        machine.raw_state = machine.state;
        const resources = [{ kind: "machine" as const, ...structuredClone(machine) }];
        this.emit({ type: "resources_listed", provider: machine.provider, resources });
      }
      this.emit({ type: "machine_power", machine: key, action, under_way: false, failure: refusal });
      return { machine: key, name: machine.name, state: machine.state, failure: refusal };
    });

  machines_find = (query: string): Found[] => {
    const wanted = query.trim().toLowerCase();
    const matches = this.machines().filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(wanted));
    const found = matches.map((machine) => {
      const start = machine.name.toLowerCase().indexOf(wanted);
      const matched = start < 0 ? [] : Array.from(wanted, (_, offset) => start + offset);
      return { machine, matched, favourite: this.#favourite(machine) };
    });
    return found.sort((a, b) => Number(b.favourite) - Number(a.favourite)).slice(0, 50);
  };

  machines_marks = () => this.marks;

  machines_mark = (machine: MachineKey, edit: MarkEdit): Mark => {
    const others = this.marks.filter((mark) => JSON.stringify(mark.machine) !== JSON.stringify(machine));
    const before = this.marks.find((mark) => !others.includes(mark));
    const mark = {
      machine,
      favourite: edit.favourite ?? before?.favourite ?? false,
      note: edit.note ?? before?.note ?? "",
      tags: edit.tags ?? before?.tags ?? [],
      visits: null,
    };
    this.marks = [...others, mark];
    this.emit({ type: "machine_marked", mark });
    return mark;
  };

  rules: Preferences = [];
  hostKeys: HostKey[] = [];

  connect_routes = (key: MachineKey): Offer[] => {
    const address = this.machines().find((one) => isOf(key, one))?.public_ips[0];
    return [
      {
        route: "public",
        title: "Public address",
        usable: address !== undefined,
        reason: address ? "It has a public address." : "It has no public address.",
        install: [],
      },
      {
        route: "session_manager",
        title: "AWS Session Manager",
        usable: false,
        reason: "Needs AWS CLI, which is not installed.",
        install: [{ tool: "aws", name: "AWS CLI", link: "https://aws.amazon.com/cli/" }],
      },
      this.#jumpOf(key),
    ];
  };

  connect_preferences = () => this.rules;

  connect_set_preferences = (rules: Preferences) => {
    const bad = rules.find(({ prefer }) => prefer.user?.startsWith("-"));
    if (bad) {
      throw failure({
        code: "invalid_input",
        message: `“${bad.prefer.user}” is not the name of a user.`,
        remedy: "Give a name of letters, digits, dots, hyphens and underscores.",
        field: "user",
      });
    }
    this.rules = rules;
  };

  connect_command = (key: MachineKey) =>
    `ssh ec2-user@${this.machines().find((one) => isOf(key, one))?.public_ips[0]}`;

  connect_host_keys = (_machine: MachineKey) => this.hostKeys;

  connect_forget_host_key = (_machine: MachineKey) => {
    this.hostKeys = [];
  };

  connect_terminals = () => [{ id: "xterm", name: "xterm" }];

  #jumpOf(key: MachineKey): Offer {
    const rule = this.rules.find(({ scope }) => scope.of === "machine" && scope.id === key.id);
    const jump = rule?.prefer.jump;
    const host = jump && this.machines().find((one) => isOf(jump, one));
    return {
      route: "jump",
      title: "Jump host",
      usable: Boolean(host),
      reason: host ? `${host.name} was chosen as its jump host.` : "No jump host was chosen for it.",
      install: [],
    };
  }

  #favourite(machine: Machine): boolean {
    return this.marks.some((mark) => mark.favourite && isOf(mark.machine, machine));
  }
}
