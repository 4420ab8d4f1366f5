import type {
  AddedSecret,
  AppEvent,
  BackendDraft,
  BackendPrompt,
  Failure,
  FoundSecret,
  PlannedMove,
  ProviderCard,
  SecretBackendStatus,
} from "../../src/lib/ipc";
import { failure } from "./failures";
import type { World } from "./scenarios";
import { backends } from "./secret-backends";
import type { FakeSshKeys } from "./ssh-keys";

export const BAD_TOKEN = "hvs.WRONG";

export const silentStore = failure({
  code: "unreachable_refused",
  message: "HashiCorp Vault at https://vault.acme.example:8200 refuses connections.",
  remedy: "Check that the server runs and that your network leads to it, then try again.",
  operation: "read the server's health",
});

export const tokenExpired = failure({
  code: "expired",
  message: "HashiCorp Vault no longer accepts the login.",
  remedy: "Log in again.",
  operation: "look up the token",
  http_status: 403,
  field: "token",
});

export const loginStopped = failure({
  code: "cancelled",
  message: "The login in the browser was stopped.",
  remedy: "Begin it again when you want to.",
  operation: "keep credentials",
});

export const writesRefused = failure({
  code: "permission_denied",
  message: "This login may not write below nexus/providers.",
  remedy: "Ask for a policy with create, update and delete on secret/data/nexus/providers/*.",
  operation: "write a secret",
  http_status: 403,
});

const internal: SecretBackendStatus = {
  backend: "internal",
  place: "/home/ana/.local/share/nexus/vault.db",
  fields: {},
  login: "",
  origin: "settings",
  state: "ready",
  failure: null,
  detail: null,
  checked_at: null,
  for_session: false,
  move_left: null,
};

/** What a Vault server of the organisation says, a quarter of an hour ago. */
export const external = (now: number): SecretBackendStatus => ({
  ...internal,
  backend: "hashicorp-vault",
  place: "HashiCorp Vault at https://vault.acme.example:8200, secret/nexus/providers",
  fields: { address: "https://vault.acme.example:8200", mount: "secret", path_prefix: "nexus/providers" },
  login: "token",
  detail: "Vault 1.19.0, KV version 2",
  checked_at: new Date(now - 15 * 60_000).toISOString(),
});

const others: [string, string, string][] = [
  ["Production", "aws", "access_key"],
  ["Billing", "aws", "access_key"],
  ["Data platform", "gcp", "service_account_key"],
  ["Edge", "hetzner", "api_token"],
  ["Machines of the laboratory in Valparaíso, second floor, behind the door", "openstack", "password"],
];

export const foundSecrets: FoundSecret[] = [
  ...others.map(([name, cloud, auth], index) => ({
    owner: `${name.toLowerCase().split(" ")[0]}-0000000${index}`,
    name,
    what: { kind: "provider" as const, cloud, auth },
    known: index === 0,
    failure: null,
  })),
  {
    owner: "deploy-00000005",
    name: "Deploy",
    what: { kind: "ssh_key" as const, fingerprint: "SHA256:q4HtX2vUe1oZkW8yNcR7bLsD0fJmGpA9iTxV5wE3rYg" },
    known: false,
    failure: null,
  },
];

/** Answers what is asked of where credentials are kept. */
export class FakeSecretBackend {
  status: SecretBackendStatus;
  found = foundSecrets;
  /** Who answers: a server that is down is made so here. */
  answer: Failure | null = null;
  /** Passes before each value has moved. */
  step = () => new Promise<void>((resolve) => setTimeout(resolve, 250));
  /** Breaks the next move after so many values. */
  breaksAfter: number | null = null;
  /** The person comes back from the browser, or does not. */
  comeBack: (why?: Failure) => void = () => undefined;
  #loggingIn: BackendDraft | null = null;
  readonly #source: SecretBackendStatus[] = [];

  constructor(
    private readonly world: World,
    private readonly now: () => number,
    private readonly emit: (event: AppEvent) => void,
    private readonly add: (name: string, cloud: string, auth: string) => ProviderCard,
    private readonly sshKeys: FakeSshKeys,
    kept: "internal" | "external" | "unreachable" | "interrupted",
  ) {
    this.status = kept === "internal" || kept === "interrupted" ? { ...internal } : external(now());
    if (kept === "unreachable") this.fail(silentStore, "unreachable");
    if (kept === "interrupted") {
      const to = external(now());
      this.#source.push(to);
      this.status.move_left = { from: this.status.place, to: to.place, done: 1, total: 3, switched: false };
    }
  }

  /** From now on the store answers so. */
  fail(why: Failure, state: SecretBackendStatus["state"]): void {
    this.answer = why;
    this.status = { ...this.status, state, failure: why, detail: null };
  }

  tell(part: Partial<SecretBackendStatus>): SecretBackendStatus {
    this.status = { ...this.status, ...part };
    this.emit({ type: "secret_backend_changed", status: structuredClone(this.status) });
    return this.status;
  }

  secret_backends = () => backends;
  secret_backend_get = () => this.status;
  secret_backend_check = (draft: BackendDraft) => this.#statusOf(draft);

  secret_backend_login = (secrets: Record<string, string>) => {
    if (Object.values(secrets).includes(BAD_TOKEN)) throw tokenExpired;
    this.answer = null;
    return this.#ready();
  };

  secret_backend_browser_login = (draft: BackendDraft): BackendPrompt => {
    this.#loggingIn = draft;
    return {
      awaited: "Waiting for you to log in to HashiCorp Vault in your browser.",
      authorization_url: "https://id.acme.example/authorize?state=st_0",
      redirect_uri: "http://localhost:8250/oidc/callback",
      expires_at: new Date(this.now() + 5 * 60_000).toISOString(),
    };
  };

  secret_backend_browser_wait = async () => {
    await new Promise<void>((resolve, reject) => {
      this.comeBack = (why) => (why ? reject(why) : resolve());
    });
    const { backend, login } = this.#loggingIn!;
    if (backend !== this.status.backend || login !== this.status.login)
      return this.#statusOf(this.#loggingIn!);
    this.answer = null;
    return this.#ready();
  };

  secret_backend_browser_cancel = () => {
    this.comeBack(loginStopped);
    return null;
  };

  secret_backend_retry = () => {
    if (this.answer) return this.tell({ for_session: false, checked_at: this.#at() });
    return this.#ready();
  };

  secret_backend_use_vault = () => this.tell({ for_session: true });

  secret_backend_plan = (draft: BackendDraft): PlannedMove[] => {
    const { failure } = this.#statusOf(draft);
    if (failure) throw failure;
    return [
      ...this.world.cards.map(({ provider: { name } }) => ({
        kind: "provider" as const,
        name,
        fields: ["secret_key", "metadata"],
        failure: null,
      })),
      ...this.world.connections.map(({ connection: { name } }) => ({
        kind: "connection" as const,
        name,
        fields: ["refresh_token", "access_token"],
        failure: null,
      })),
      ...this.sshKeys.keys.map(({ name }) => ({
        kind: "ssh_key" as const,
        name,
        fields: ["key"],
        failure: null,
      })),
    ];
  };

  secret_backend_move = async (draft: BackendDraft) => {
    const { for_session, move_left, ...to } = this.#statusOf(draft);
    return this.#move({ ...to, for_session, move_left }, 0);
  };

  secret_backend_resume = () => this.#move(this.#source.at(-1)!, this.status.move_left!.done);
  secret_backend_roll_back = () => this.tell({ move_left: null });

  secret_backend_discover = () => {
    if (this.answer) throw this.answer;
    return this.found;
  };

  secret_backend_add_found = (owners: string[]): AddedSecret[] =>
    owners.map((owner) => {
      const { name, what } = this.found.find((one) => one.owner === owner)!;
      const added: AddedSecret = { name, card: null, key: null, failure: null };
      try {
        if (what.kind === "ssh_key") added.key = this.sshKeys.adopt(name, what.fingerprint);
        else added.card = this.add(name, what.cloud, what.auth);
        this.found = this.found.map((one) => (one.owner === owner ? { ...one, known: true } : one));
      } catch (error) {
        added.failure = error as Failure;
      }
      return added;
    });

  async #move(to: SecretBackendStatus, from: number) {
    const plan = this.world.cards.map(({ provider }) => provider.name);
    for (const [index, name] of plan.entries()) {
      if (index < from) continue;
      if (this.breaksAfter === index) {
        this.breaksAfter = null;
        this.#source.push(to);
        const places = { from: this.status.place, to: to.place };
        const move_left = { ...places, done: index, total: plan.length, switched: false };
        this.tell({ move_left });
        throw silentStore;
      }
      this.emit({ type: "secret_backend_progress", done: index, total: plan.length, name });
      await this.step();
    }
    return this.tell({ ...to, move_left: null });
  }

  #ready() {
    return this.tell({
      state: "ready",
      failure: null,
      detail: external(0).detail,
      checked_at: this.#at(),
      for_session: false,
    });
  }

  #statusOf({ backend, fields, login, secrets }: BackendDraft): SecretBackendStatus {
    if (backend === "internal") return { ...internal };
    const name = backends.find(({ id }) => id === backend)!.name;
    const where = fields["address"] ?? fields["region"] ?? fields["project_id"] ?? fields["vault_url"] ?? "";
    const status: SecretBackendStatus = {
      ...external(this.now()),
      backend,
      fields,
      login,
      place: `${name} at ${where}`,
      checked_at: this.#at(),
    };
    const wrong = Object.values(secrets).includes(BAD_TOKEN);
    return wrong ? { ...status, state: "needs_login", failure: tokenExpired, detail: null } : status;
  }

  #at(): string {
    return new Date(this.now()).toISOString();
  }
}
