import type { AppEvent, Connection, ConnectionCard, Peer, ProviderCard } from "../../src/lib/ipc";
import { failure } from "./failures";
import { browserKind } from "./sign-in-kinds";
import type { World } from "./scenarios";

const MINUTE = 60_000;
const at = (now: number, minutes: number) => new Date(now + minutes * MINUTE).toISOString();
const scopes = browserKind.sign_in!.scopes.map(({ name }) => name);

export const refused = failure({
  code: "expired",
  message: "Google no longer accepts the sign-in.",
  remedy: "Sign in again.",
  operation: "refresh the token",
  http_status: 400,
  provider_code: "invalid_grant",
});

export const silent = failure({
  code: "unreachable_timeout",
  message: "oauth2.googleapis.com did not answer within 10 seconds.",
  remedy: "Check your network, then try again.",
  operation: "revoke the token",
});

export function makeConnection(
  id: string,
  name: string,
  peer: Peer,
  now: number,
  part: Partial<Connection> = {},
): Connection {
  return {
    id,
    peer,
    name,
    state: "active",
    endpoint: null,
    fields: {},
    requested_scopes: [],
    granted_scopes: [],
    created_at: at(now, -40 * 24 * 60),
    signed_in_at: at(now, -3 * 24 * 60),
    refreshed_at: at(now, -12),
    expires_at: at(now, 48),
    failure: null,
    ...part,
  };
}

/** Makes a provider one of those that signed in with the connection `c1` or `c2`. */
export function signedIn(card: ProviderCard): void {
  const old = card.provider.name === "Old project";
  Object.assign(card.provider, {
    cloud: "gcp",
    auth: "browser",
    fields: { project_id: card.provider.name.toLowerCase().replace(" ", "-") },
    connection: old ? "c2" : "c1",
    identity: { account: card.provider.name, principal: "ana@acme.example", expires_at: null },
  });
  if (old) card.provider.health = { ...card.provider.health, status: "reconnect", failure: refused };
}

export function makeConnections(now: number): ConnectionCard[] {
  const google: Peer = { kind: "cloud", cloud: "gcp", auth: "browser" };
  const api = (profile: string): Peer => ({ kind: "profile", profile });
  const typed = { signed_in_at: null, refreshed_at: null, expires_at: null };
  const client = { client_id: "1234-abc.apps.googleusercontent.com" };
  const card = (connection: Connection, peer_name: string, providers: string[] = []): ConnectionCard => ({
    connection,
    peer_name,
    missing_scopes: connection.requested_scopes.filter((one) => !connection.granted_scopes.includes(one)),
    providers,
  });
  return [
    card(
      makeConnection("c1", "ana@acme.example", google, now, {
        fields: client,
        requested_scopes: scopes,
        granted_scopes: scopes.slice(0, 2),
      }),
      "Google Cloud",
      ["Web shop", "Data lake"],
    ),
    card(
      makeConnection("c2", "ana@old.example", google, now, {
        fields: client,
        requested_scopes: scopes,
        granted_scopes: scopes,
        state: "attention",
        failure: refused,
      }),
      "Google Cloud",
      ["Old project"],
    ),
    card(
      makeConnection("c3", "octocat", api("f1"), now, {
        requested_scopes: ["repo", "read:user"],
        granted_scopes: ["repo", "read:user"],
      }),
      "github",
    ),
    card(makeConnection("c4", "Billing", api("f3"), now, typed), "stripe"),
    card(makeConnection("c5", "Test mode", api("f3"), now, typed), "stripe"),
    card(
      makeConnection("c6", "ana@acme.example", api("f2"), now, { state: "attention", failure: refused }),
      "google-workspace",
    ),
  ];
}

/** Answers what is asked of connections. */
export class FakeConnections {
  /** Whether the other side answers when it is asked to revoke. */
  answering = true;

  constructor(
    private readonly world: World,
    private readonly now: () => number,
    private readonly emit: (event: AppEvent) => void,
    private readonly tellProviders: () => void,
  ) {}

  connections_list = () => this.world.connections;

  connections_refresh = (id: string) => {
    const { connection } = this.get(id);
    if (connection.state === "attention") throw refused;
    Object.assign(connection, { refreshed_at: at(this.now(), 0), expires_at: at(this.now(), 60) });
    this.tell();
    return this.get(id);
  };

  connections_rename = (id: string, name: string) => {
    this.get(id).connection.name = name;
    this.tell();
  };

  connections_disconnect = (id: string, force: boolean) => {
    if (!this.answering && !force) throw silent;
    for (const { provider } of this.world.cards) {
      if (provider.connection !== id) continue;
      provider.health = { ...provider.health, status: "reconnect", failure: refused };
    }
    this.drop(id);
    this.tellProviders();
    return { revoked: this.answering, failure: this.answering ? null : silent };
  };

  get(id: string): ConnectionCard {
    const found = this.world.connections.find(({ connection }) => connection.id === id);
    if (!found) throw failure({ code: "not_found", message: "There is no such connection." });
    return found;
  }

  has(id: string): boolean {
    return this.world.connections.some(({ connection }) => connection.id === id);
  }

  put(card: ConnectionCard): void {
    const { id } = card.connection;
    this.world.connections = [
      ...this.world.connections.filter(({ connection }) => connection.id !== id),
      card,
    ];
    this.tell();
  }

  drop(id: string): void {
    this.world.connections = this.world.connections.filter(({ connection }) => connection.id !== id);
    this.tell();
  }

  tell(): void {
    this.emit({ type: "connections_changed", connections: structuredClone(this.world.connections) });
  }
}
