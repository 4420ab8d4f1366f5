import type {
  AppEvent,
  Choice,
  Chosen,
  Failure,
  Imported,
  Provider,
  ProviderCard,
  SignInPrompt,
  SignInRequest,
} from "../../src/lib/ipc";
import { makeConnection, type FakeConnections } from "./connections";
import { failure } from "./failures";
import { qrSvg } from "./qr";
import { makeProvider } from "./scenarios";
import { browserKind, deviceKind } from "./sign-in-kinds";

export const USER_CODE = "WDJB-MJHT";
const FIVE_MINUTES = 300_000;

const cancelled = failure({ code: "cancelled", message: "The set-up was cancelled." });

export const apiDisabled = failure({
  code: "permission_denied",
  message: "The Compute Engine API is off in this project, and you may not turn it on.",
  remedy: "Ask an owner of the project to turn it on, then try again.",
  operation: "services.enable",
  http_status: 403,
  provider_code: "SERVICE_DISABLED",
  link: "https://console.cloud.google.com/apis/library/compute.googleapis.com",
});

const billingOff = failure({
  code: "permission_denied",
  message: "Billing is off.",
  remedy: "Turn it on in the console to list machines here.",
});

const choice = (id: string, name: string, problem: Failure | null = null): Choice => ({
  id,
  name,
  detail: id,
  fields: { project_id: id },
  problem,
});

const role = (account: string, name: string, id: string): Choice => ({
  id: `${account}/${id}`,
  name: `${name} ${id}`,
  detail: `${account} · ${id}`,
  fields: { account_id: account, role_name: id },
  problem: null,
});

const projects = [
  choice("web-shop", "Web shop"),
  choice("data-lake", "Data lake"),
  choice("machine-learning-eu-prod-4711", "Machine learning, Europe, production"),
  choice("sandbox-ana", "Ana's sandbox", billingOff),
];
const roles = ["Production", "Staging", "Data", "Security", "Sandbox", "Shared services"].flatMap(
  (name, index) => ["ReadOnly", "PowerUser"].map((id) => role(`${100000000000 + index * 1111}`, name, id)),
);

/** Plays the browser, the cloud behind it and the set-up that follows. */
export class FakeSignIns {
  /** What the next sign-in reaches. */
  choices: Choice[] | null = null;
  /** Choices that fail the next time they are set up. */
  failing = new Map<string, Failure>();
  stepEvery = 400;
  #requests = new Map<string, SignInRequest>();
  #next = 1;
  #stopped = false;
  #ending = new Map<string, () => void>();

  constructor(
    private readonly connections: FakeConnections,
    private readonly now: () => number,
    private readonly emit: (event: AppEvent) => void,
    private readonly keep: (provider: Provider) => ProviderCard,
  ) {}

  signin_redirect = (request: SignInRequest) => {
    if (this.#isDevice(request) || request.way === "client_credentials") return null;
    if (request.way === "deep_link") return "dev.nexusaccess.vault:/signin";
    const port = request.fields["redirect_port"];
    if (port && Number(port) > 65_535) {
      throw failure({ code: "invalid_input", message: "The port is too high.", field: "redirect_port" });
    }
    return port ? `http://127.0.0.1:${port}/` : "http://127.0.0.1:27183/";
  };

  signin_start = (request: SignInRequest): SignInPrompt => {
    this.#stopped = false;
    const connection = request.connection ?? `s${this.#next++}`;
    const known = this.#requests.get(connection);
    this.#requests.set(connection, known && Object.keys(request.fields).length === 0 ? known : request);
    const expires_at = new Date(this.now() + FIVE_MINUTES).toISOString();
    if (this.#isDevice(request)) {
      const page = "https://device.sso.eu-west-1.amazonaws.com/";
      const device = {
        user_code: USER_CODE,
        verification_uri: page,
        verification_uri_complete: `${page}?user_code=${USER_CODE}`,
        qr_svg: qrSvg(7),
      };
      const awaited = "Waiting for you to confirm the code.";
      return { connection, awaited, authorization_url: null, redirect_uri: null, device, expires_at };
    }
    if (request.way === "client_credentials") {
      void Promise.resolve().then(() => this.end(connection));
      const awaited = "Asking the server for a token.";
      return {
        connection,
        awaited,
        authorization_url: null,
        redirect_uri: null,
        device: null,
        expires_at: null,
      };
    }
    return {
      connection,
      awaited: "Waiting for Google in your browser.",
      authorization_url: `https://accounts.google.com/o/oauth2/v2/auth?client_id=${request.fields["client_id"] ?? "kept"}`,
      redirect_uri: "http://127.0.0.1:27183/",
      device: null,
      expires_at,
    };
  };

  /** The browser that is opened again comes back with a good answer. */
  signin_open = (connection: string) =>
    void setTimeout(() => this.#stopped || this.end(connection), this.stepEvery);

  signin_cancel = (connection: string) => {
    this.#ending.get(connection)?.();
    if (!this.connections.has(connection)) this.#requests.delete(connection);
  };

  signin_choices = (connection: string): Choice[] => {
    const { peer } = this.connections.get(connection).connection;
    if (this.choices) return this.choices;
    if (peer.kind === "cloud" && peer.auth === deviceKind.id) return roles;
    return peer.kind === "cloud" && peer.cloud === "gcp" ? projects : [choice("team", "Acme team")];
  };

  signin_finish = async (connection: string, chosen: Chosen[]): Promise<Imported[]> => {
    const steps = chosen.flatMap(({ name }) => [
      `Checking the APIs of ${name}.`,
      `Listing the machines of ${name}.`,
    ]);
    let ended = false;
    this.#ending.set(connection, () => (ended = true));
    try {
      for (const [index, text] of steps.entries()) {
        const percent = Math.round((index / steps.length) * 100);
        const progress = { step: index + 1, steps: steps.length, percent, text };
        this.emit({ type: "set_up_progress", connection, progress });
        await new Promise((resolve) => setTimeout(resolve, this.stepEvery));
        if (ended) throw cancelled;
      }
      return chosen.map((one) => this.#setUp(connection, one));
    } finally {
      this.#ending.delete(connection);
      if (!this.#stopped) this.emit({ type: "set_up_progress", connection, progress: null });
    }
  };

  /** The person came back from the browser, or something went wrong there. */
  end(connection: string, problem: Failure | null = null): void {
    const request = this.#requests.get(connection);
    if (!request) return;
    if (!problem) this.#signedIn(connection, request);
    this.emit({ type: "sign_in_ended", connection, failure: problem });
  }

  /** The sign-in that began last. */
  get latest(): string {
    return [...this.#requests.keys()].at(-1)!;
  }

  stop(): void {
    this.#stopped = true;
    for (const end of this.#ending.values()) end();
  }

  #isDevice({ peer, way }: SignInRequest): boolean {
    return way === "device" || (peer.kind === "cloud" && peer.auth === deviceKind.id);
  }

  #signedIn(id: string, { peer, fields, scopes }: SignInRequest): void {
    const known = this.connections.has(id) ? this.connections.get(id) : null;
    const asked = scopes.length > 0 ? scopes : browserKind.sign_in!.scopes.map(({ name }) => name);
    const connection = makeConnection(id, known?.connection.name ?? "ana@acme.example", peer, this.now(), {
      ...known?.connection,
      fields: known?.connection.fields ?? fields,
      requested_scopes: known?.connection.requested_scopes ?? asked,
      granted_scopes: known?.connection.requested_scopes ?? asked,
      state: "active",
      failure: null,
      signed_in_at: new Date(this.now()).toISOString(),
    });
    const peer_name = known?.peer_name ?? (peer.kind === "cloud" ? "Google Cloud" : "github");
    this.connections.put({ connection, peer_name, missing_scopes: [], providers: known?.providers ?? [] });
  }

  #setUp(connection: string, { id, name }: Chosen): Imported {
    const problem = this.failing.get(id);
    if (problem) {
      this.failing.delete(id);
      return { name, card: null, failure: problem };
    }
    const card = this.connections.get(connection);
    const { peer } = card.connection;
    const fields = this.signin_choices(connection).find((one) => one.id === id)?.fields ?? {};
    const provider = makeProvider(`from-${id}`, name, this.now(), {
      cloud: peer.kind === "cloud" ? peer.cloud : "gcp",
      auth: peer.kind === "cloud" ? peer.auth : "browser",
      fields,
      connection,
      identity: { account: id, principal: card.connection.name, expires_at: null },
    });
    if (!card.providers.includes(name)) {
      card.providers.push(name);
      this.connections.tell();
    }
    return { name, card: this.keep(provider), failure: null };
  }
}
