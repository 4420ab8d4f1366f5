import type {
  AppEvent,
  Bucket,
  Credential,
  Failure,
  Imported,
  ImportRequest,
  Machine,
  NewProvider,
  NewVaultRequest,
  Provider,
  ProviderCard,
  ProviderEdit,
  Resource,
  ResourceKey,
  Settings,
  UnlockRequest,
  VaultStatus,
} from "../../src/lib/ipc";
import { defaults } from "../../src/lib/stores/settings.svelte";
import { bucketDocument } from "./buckets";
import { aws, manyClouds, s3 } from "./clouds";
import { FakeConnections } from "./connections";
import { failure, locked, wrongCode, wrongKey } from "./failures";
import { candidates, noFiles } from "./imports";
import { documentOf, regions } from "./machines";
import { FakeProfiles } from "./profiles";
import { countStates, makeProvider, makeWorld, type Scenario, type World } from "./scenarios";
import { FakeSecretBackend } from "./secret-backend";
import { FakeSessions, isOf } from "./sessions";
import { FakeSignIns } from "./sign-ins";
import { FakeSshKeys } from "./ssh-keys";
import { FakeTerminals } from "./terminals";

export const PASSWORD = "correct horse";
export const RECOVERY_KEY = "K7QF2M-9XHD4T-PWB6RN-3VGJ8C-YZ5SLA-E2UMKQ";
export const CODE = "123456";
export const BAD_KEY = "AKIAAAAAAAAAAAAAAAAA";

const REGION_EVERY = 350;

const asResources = (machines: Machine[], buckets: Bucket[]): Resource[] =>
  structuredClone([
    ...machines.map((machine) => ({ kind: "machine" as const, ...machine })),
    ...buckets.map((bucket) => ({ kind: "bucket" as const, ...bucket })),
  ]);

/** Answers the window's commands as the app would, from memory. */
export class FakeBackend {
  calls: { command: string; args: unknown[] }[] = [];
  copied: { text: string; secret: boolean }[] = [];
  opened: string[] = [];
  settings: Settings;
  status: VaultStatus;
  world: World;
  clouds = [aws];
  readonly signIns: FakeSignIns;
  readonly connections: FakeConnections;
  readonly profiles: FakeProfiles;
  readonly sessions: FakeSessions;
  readonly terminals: FakeTerminals;
  readonly secretBackend: FakeSecretBackend;
  readonly sshKeys: FakeSshKeys;
  nextFailure: Failure | null = null;
  regionEvery = REGION_EVERY;
  #wrong = 0;
  #timers = new Map<string, ReturnType<typeof setInterval>>();

  constructor(
    readonly scenario: Scenario,
    settings: Partial<Settings>,
    private readonly emit: (event: AppEvent) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.world = makeWorld(scenario, now());
    this.connections = new FakeConnections(this.world, now, emit, () => this.#tellCards());
    this.profiles = new FakeProfiles(this.world, now, emit, this.connections);
    this.sessions = new FakeSessions(() => this.world.machines, emit);
    this.terminals = new FakeTerminals(({ machine }) =>
      this.world.machines.find((one) => isOf(machine, one)),
    );
    this.signIns = new FakeSignIns(this.connections, now, emit, (provider) => this.#keep(provider));
    this.sshKeys = new FakeSshKeys(scenario);
    this.secretBackend = new FakeSecretBackend(
      this.world,
      now,
      emit,
      (name, cloud, auth) =>
        this.providers_add({ cloud, auth, name, endpoint: null, fields: {}, secrets: {} }),
      this.sshKeys,
      scenario === "external" || scenario === "unreachable" || scenario === "interrupted"
        ? scenario
        : "internal",
    );
    if (["external", "unreachable", "interrupted"].includes(scenario)) this.clouds = manyClouds;
    if (scenario === "many" || scenario === "signed-in") this.clouds = manyClouds;
    if (scenario === "buckets") this.clouds = [aws, s3];
    this.settings = {
      ...defaults,
      ...settings,
    };
    const start =
      scenario === "absent" ? "absent" : ["locked", "keyring"].includes(scenario) ? "locked" : "unlocked";
    this.status = {
      state: start,
      slots:
        start === "absent"
          ? []
          : [
              ...(scenario === "locked" ? [] : [{ id: "s1", kind: "keyring" as const }]),
              { id: "s2", kind: "password" },
              { id: "s3", kind: "recovery" },
            ],
      retry_at: null,
      keyring_available: scenario !== "locked",
      recovery_confirmed: scenario !== "unconfirmed",
      path: "/home/ana/.local/share/nexus/vault.db",
    };
  }

  async answer(command: string, payload: Record<string, unknown>): Promise<unknown> {
    const args = Object.values(payload);
    this.calls.push({ command, args });
    if (this.nextFailure) {
      const told = this.nextFailure;
      this.nextFailure = null;
      throw told;
    }
    const part = [
      this,
      this.signIns,
      this.connections,
      this.profiles,
      this.sessions,
      this.terminals,
      this.secretBackend,
      this.sshKeys,
    ].find((one) => command in one);
    const handler = (part as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>)?.[
      command
    ];
    if (!handler) throw new Error(`no such command: ${command}`);
    const open = command.startsWith("vault_") || command.startsWith("app_") || command === "record_input";
    if (!open && this.status.state !== "unlocked") throw locked;
    return structuredClone((await handler.apply(part, args)) ?? null);
  }

  /** Tells the window something that was asked for outside it. */
  ask(event: AppEvent): void {
    this.emit(event);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearInterval(timer);
    this.#timers.clear();
    this.signIns.stop();
  }

  vault_status = () => this.status;
  vault_create = (request: NewVaultRequest) => {
    this.#setStatus({
      state: "unlocked",
      slots: [
        ...(request.keyring ? [{ id: "s1", kind: "keyring" as const }] : []),
        ...(request.password ? [{ id: "s2", kind: "password" as const }] : []),
        { id: "s3", kind: "recovery" },
      ],
      recovery_confirmed: false,
    });
    return RECOVERY_KEY;
  };
  vault_confirm_recovery = () => this.#setStatus({ recovery_confirmed: true });
  vault_unlock = ({ kind, secret }: UnlockRequest) => {
    const retry = this.status.retry_at;
    if (retry && Date.parse(retry) > this.now())
      throw failure({ code: "back_off", message: "Too many wrong passwords.", retry_at: retry });
    const right = kind === "keyring" || secret === (kind === "password" ? PASSWORD : RECOVERY_KEY);
    if (!right) {
      this.#wrong += 1;
      const wait = this.#wrong >= 3 ? new Date(this.now() + 2 ** this.#wrong * 1000).toISOString() : null;
      this.status = { ...this.status, retry_at: wait };
      throw failure({ code: "wrong_password", message: "Wrong password.", remedy: "Try again." });
    }
    this.#wrong = 0;
    this.#setStatus({ state: "unlocked", retry_at: null });
  };
  vault_lock = () => {
    this.stop();
    this.#setStatus({ state: "locked" });
  };
  vault_set_password = () =>
    this.#setStatus({
      slots: [
        ...this.status.slots.filter((slot) => slot.kind !== "password"),
        { id: "s4", kind: "password" },
      ],
    });
  vault_add_keyring = () => this.#setStatus({ slots: [...this.status.slots, { id: "s5", kind: "keyring" }] });
  vault_revoke_slot = (id: string) =>
    this.#setStatus({ slots: this.status.slots.filter((slot) => slot.id !== id) });
  vault_replace_recovery = () => {
    this.#setStatus({ recovery_confirmed: false });
    return RECOVERY_KEY;
  };
  vault_verify = () => ({ findings: [] });

  clouds_list = () => this.clouds;
  providers_list = () => this.world.cards;
  providers_test = (typed: NewProvider) => this.#identify(typed);
  providers_test_stored = (_id: string, typed: Credential | null) => this.#identify(typed ?? { fields: {} });
  providers_add = (typed: NewProvider) => {
    const same = (card: ProviderCard) => card.provider.name.toLowerCase() === typed.name.toLowerCase();
    if (this.world.cards.some(same)) {
      throw failure({
        code: "name_taken",
        message: "A provider of this name exists already.",
        remedy: "Choose another name.",
        field: "name",
      });
    }
    const id = `new${this.world.cards.length + 1}`;
    const provider = makeProvider(id, typed.name, this.now(), {
      cloud: typed.cloud,
      auth: typed.auth,
      endpoint: typed.endpoint,
      fields: typed.fields,
      created_at: new Date(this.now()).toISOString(),
      credential_set_at: new Date(this.now()).toISOString(),
      identity: this.#identify(typed),
    });
    return this.#keep(provider);
  };
  providers_import_candidates = ({ cloud, paths }: ImportRequest) => {
    if (this.scenario === "empty" && Object.keys(paths).length === 0) throw noFiles;
    const kinds = this.clouds.find(({ id }) => id === cloud)!.auth_kinds.map(({ id }) => id);
    return candidates.filter(({ auth }) => kinds.includes(auth));
  };
  providers_import = ({ cloud }: ImportRequest, names: string[]): Imported[] =>
    names.map((name) => {
      const { auth, endpoint, fields } = candidates.find((one) => one.name === name)!;
      try {
        const card = this.providers_add({ cloud, auth, name, endpoint, fields, secrets: {} });
        return { name, card, failure: null };
      } catch (error) {
        return { name, card: null, failure: error as Failure };
      }
    });
  providers_import_cancel = () => null;
  providers_edit = (id: string, edit: ProviderEdit) =>
    this.#change(id, (card) => Object.assign(card.provider, edit));
  providers_rotate = (id: string, typed: Credential) =>
    this.#change(id, (card) => {
      this.#identify(typed);
      card.provider.credential_set_at = new Date(this.now()).toISOString();
      card.provider.health = {
        status: "healthy",
        checked_at: new Date(this.now()).toISOString(),
        failure: null,
      };
    });
  providers_remove = (id: string) => {
    this.world.cards = this.world.cards.filter((card) => card.provider.id !== id);
    this.world.machines = this.world.machines.filter((machine) => machine.provider !== id);
    this.world.buckets = this.world.buckets.filter((bucket) => bucket.provider !== id);
    this.emit({ type: "provider_removed", provider: id });
    this.#tellCards();
  };
  providers_check = (id: string, code: string | null) =>
    this.#change(id, ({ provider }) => {
      provider.health.checked_at = new Date(this.now()).toISOString();
      if (provider.connection && this.connections.has(provider.connection)) {
        const { state, failure } = this.connections.get(provider.connection).connection;
        const status = state === "active" ? "healthy" : "reconnect";
        provider.health = { ...provider.health, status, failure };
      }
      if (provider.health.failure?.code !== "mfa_required") return;
      const right = code === CODE;
      provider.health = {
        ...provider.health,
        status: right ? "healthy" : "reconnect",
        failure: right ? null : wrongCode,
      };
    });
  providers_pin = (id: string, pinned: boolean) => {
    this.#card(id).provider.pinned = pinned;
    this.world.cards = [...this.world.cards].sort(
      (a, b) => Number(b.provider.pinned) - Number(a.provider.pinned),
    );
    this.#tellCards();
  };
  providers_reorder = (ids: string[]) => {
    this.world.cards = ids.map((id) => this.#card(id));
    this.#tellCards();
  };

  resources_list = () =>
    asResources(
      this.scenario === "refreshing" ? this.world.machines.slice(0, 180) : this.world.machines,
      this.world.buckets,
    );
  resources_refresh = (id: string | null) => {
    for (const card of this.world.cards) if (id === null || card.provider.id === id) this.#refresh(card);
  };
  resources_cancel = (id: string | null) => {
    for (const card of this.world.cards) if (id === null || card.provider.id === id) this.#endRefresh(card);
  };
  resource_document = (provider: string, region: string, { kind, id }: ResourceKey) => {
    const meant = (of: Machine | Bucket) => of.provider === provider && of.region === region && of.id === id;
    return kind === "machine"
      ? documentOf(this.world.machines.find(meant)!)
      : bucketDocument(this.world.buckets.find(meant)!);
  };

  activity_list = (before: number | null, limit: number) =>
    this.world.activity.filter((entry) => before === null || entry.sequence < before).slice(0, limit);
  activity_verify = () => ({ findings: [] });
  settings_get = () => this.settings;
  settings_set = (settings: Settings) => {
    this.settings = settings;
    this.emit({ type: "settings_changed", settings });
  };
  open_link = (url: string) => void this.opened.push(url);
  copy_text = (text: string, secret: boolean) => {
    this.copied.push({ text, secret });
    return secret ? this.settings.clipboard_clear_seconds : null;
  };
  record_input = () => undefined;
  palette_close = () => undefined;
  app_info = () => ({ version: "0.1.0", platform: "linux" });

  #keep(provider: Provider): ProviderCard {
    const card: ProviderCard = {
      provider,
      counts: {},
      buckets: 0,
      freshness: { listed_at: null, complete: false, failures: [] },
      refreshing: null,
    };
    this.world.cards = [card, ...this.world.cards];
    this.#tellCards();
    return card;
  }

  #setStatus(part: Partial<VaultStatus>): void {
    this.status = { ...this.status, ...part };
    this.emit({ type: "vault_changed", status: structuredClone(this.status) });
  }

  #card(id: string): ProviderCard {
    return this.world.cards.find((card) => card.provider.id === id)!;
  }

  #change(id: string, change: (card: ProviderCard) => void): ProviderCard {
    const card = this.#card(id);
    change(card);
    this.#tellCards();
    return card;
  }

  #tellCards(): void {
    this.emit({ type: "providers_changed", providers: structuredClone(this.world.cards) });
  }

  #identify(typed: { fields: Record<string, string> }) {
    if (typed.fields["access_key"] === BAD_KEY) throw wrongKey;
    return { account: "1234 5678 9012", principal: "arn:aws:iam::123456789012:user/nexus", expires_at: null };
  }

  #refresh(card: ProviderCard): void {
    const id = card.provider.id;
    if (this.#timers.has(id)) return;
    let done = 0;
    const own = this.world.machines.filter((machine) => machine.provider === id);
    card.refreshing = { regions_done: 0, regions_total: null };
    this.emit({ type: "refresh_progress", provider: id, progress: card.refreshing });
    const step = () => {
      const region = regions[done]!;
      done += 1;
      const machines = own.filter((machine) => machine.region === region);
      const buckets = this.world.buckets.filter((of) => of.provider === id && of.region === region);
      this.emit({ type: "resources_listed", provider: id, resources: asResources(machines, buckets) });
      card.refreshing = { regions_done: done, regions_total: regions.length };
      this.emit({ type: "refresh_progress", provider: id, progress: card.refreshing });
      if (done === regions.length) {
        const failures = card.freshness.failures;
        const listed_at = new Date(this.now()).toISOString();
        card.freshness = { listed_at, complete: failures.length === 0, failures };
        card.counts = countStates(own);
        this.#endRefresh(card);
      }
    };
    this.#timers.set(id, setInterval(step, this.regionEvery));
  }

  #endRefresh(card: ProviderCard): void {
    clearInterval(this.#timers.get(card.provider.id));
    this.#timers.delete(card.provider.id);
    card.refreshing = null;
    this.emit({ type: "refresh_progress", provider: card.provider.id, progress: null });
    this.#tellCards();
  }
}
