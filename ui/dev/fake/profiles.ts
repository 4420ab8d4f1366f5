import type {
  AppEvent,
  Applied,
  AuthType,
  PlannedChange,
  Profile,
  ProfileCard,
  ProfileDifference,
  ProfileFile,
  ProfileFormat,
  ProfileReply,
  ProfileRequest,
} from "../../src/lib/ipc";
import { airtable, catalogue, github, google, jira, makeProfile, noParams, stripe } from "./catalogue";
import { makeConnection, type FakeConnections } from "./connections";
import { failure } from "./failures";
import type { World } from "./scenarios";

export type StoredProfile = Omit<ProfileCard, "connections" | "form">;

const DOTS = "••••";
const REDIRECT = "http://127.0.0.1:27183/";

export function makeProfiles(now: number): StoredProfile[] {
  const client = { client_id: "Iv1.8a61f9b3a7aba766" };
  const all = [
    { ...github, ...client },
    { ...google, ...client },
    stripe,
    airtable,
    jira,
    makeProfile("webhook-hmac", "hmac_payload", {
      api_base_url: "https://hooks.acme.example",
      params: { ...noParams, header_name: "X-Signature", algo: "sha256", encoding: "hex" },
    }),
    makeProfile("bedrock-us-east", "aws_sigv4", {
      api_base_url: "https://bedrock.us-east-1.amazonaws.com",
      params: { ...noParams, service: "bedrock", region: "us-east-1" },
    }),
  ];
  const created_at = new Date(now - 9 * 86_400_000).toISOString();
  return all.map((profile, index) => ({
    id: `f${index + 1}`,
    profile,
    // Google's client is a public one.
    has_client_secret: profile.auth_type === "oauth2" && profile.name !== google.name,
    redirect_uri: profile.auth_type === "oauth2" ? REDIRECT : null,
    created_at,
    changed_at: created_at,
  }));
}

const invalid = (file: string) =>
  failure({
    code: "invalid_input",
    message: `${file} holds no profile.`,
    remedy: "Paste the JSON or YAML of a profile, or a curl command with one.",
    operation: "read a profile",
  });

type Body = Partial<Profile> & { client_secret?: string };

/** The JSON of a file, or what a curl command carries. */
function bodyOf({ text }: ProfileFile): Body | null {
  const json = /\{[\s\S]*\}/.exec(text)?.[0];
  try {
    return json ? (JSON.parse(json) as Body) : null;
  } catch {
    return null;
  }
}

const secret = (title: string) => ({ type: "string", title, writeOnly: true });
const plain = (title: string) => ({ type: "string", title });
const fields: Record<AuthType, Record<string, object>> = {
  oauth2: {},
  api_key: { api_key: secret("API key") },
  query_param: { api_key: secret("API key") },
  basic_auth: { username: plain("Username"), password: secret("Password") },
  hmac_payload: { api_secret: secret("Signing secret") },
  aws_sigv4: { access_key: plain("Access key id"), secret_key: secret("Secret access key") },
};

/** The form of a profile's credential; a title of its own schema comes first. */
function formOf({ auth_type, params }: Profile): unknown {
  if (auth_type === "oauth2") return null;
  const own = (params.credential_schema ?? {}) as { properties?: Record<string, object> };
  const properties = Object.entries(fields[auth_type]).map(([id, property]) => [
    id,
    { ...property, ...own.properties?.[id] },
  ]);
  return {
    type: "object",
    required: Object.keys(fields[auth_type]),
    properties: Object.fromEntries(properties),
  };
}

const show = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value);

/** Answers what is asked of profiles, and plays the APIs behind them. */
export class FakeProfiles {
  reply: Partial<ProfileReply> = {};
  #secrets = new Map<string, string>();

  constructor(
    private readonly world: World,
    private readonly now: () => number,
    private readonly emit: (event: AppEvent) => void,
    private readonly connections: FakeConnections,
  ) {}

  profiles_list = () => this.world.profiles.map((stored) => this.#card(stored));
  profiles_catalogue = () => catalogue;

  profiles_save = (id: string | null, profile: Profile, secrets: Record<string, string>) => {
    const taken = this.#named(profile.name);
    if (taken && taken.id !== id) {
      throw failure({
        code: "name_taken",
        message: "A profile of this name exists already.",
        remedy: "Choose another name.",
        field: "name",
      });
    }
    const stored = this.#put(id ?? `n${this.world.profiles.length + 1}`, profile, secrets["client_secret"]);
    return this.#card(stored);
  };

  profiles_patch = (id: string, changes: Partial<Profile>, secrets: Record<string, string>) => {
    const stored = this.world.profiles.find((one) => one.id === id)!;
    return this.#card(this.#put(id, { ...stored.profile, ...changes }, secrets["client_secret"]));
  };

  profiles_remove = (id: string) => {
    const wiped = this.#connectionsOf(id);
    for (const { connection } of wiped) this.connections.drop(connection.id);
    this.world.profiles = this.world.profiles.filter((stored) => stored.id !== id);
    this.#tell();
    return wiped.length;
  };

  profiles_plan = (files: ProfileFile[]): PlannedChange[] =>
    files.map((file) => {
      const body = bodyOf(file);
      if (!body?.name) {
        return { name: "", action: "create", differences: [], failure: invalid(file.name), file: file.name };
      }
      const known = this.#named(body.name);
      const differences = this.#differences(body, known);
      const action = !known ? "create" : differences.length > 0 ? "change" : "unchanged";
      return { name: body.name, action, differences, failure: null, file: file.name };
    });

  profiles_apply = (files: ProfileFile[]): Applied => {
    const changes = this.profiles_plan(files);
    const wrong = changes.find((change) => change.failure);
    if (wrong) throw wrong.failure;
    for (const file of files) {
      const { client_secret, ...body } = bodyOf(file)!;
      const known = this.#named(body.name!);
      const base = known?.profile ?? makeProfile(body.name!, body.auth_type!);
      const params = { ...base.params, ...body.params };
      this.#put(
        known?.id ?? `n${this.world.profiles.length + 1}`,
        { ...base, ...body, params },
        client_secret,
      );
    }
    const count = (action: string) => changes.filter((change) => change.action === action).length;
    return { created: count("create"), changed: count("change"), unchanged: count("unchanged"), changes };
  };

  profiles_export = (ids: string[], format: ProfileFormat) => {
    const all = this.world.profiles.filter(({ id }) => ids.includes(id)).map(({ profile }) => profile);
    if (format === "json") return JSON.stringify(all, null, 2);
    return all.map(({ name, auth_type }) => `- name: ${name}\n  auth_type: ${auth_type}`).join("\n");
  };

  profiles_connect = (profile: string, name: string) => {
    const typed = { signed_in_at: null, refreshed_at: null, expires_at: null };
    const connection = makeConnection(
      `t${this.world.connections.length + 1}`,
      name,
      { kind: "profile", profile },
      this.now(),
      typed,
    );
    const peer_name = this.world.profiles.find(({ id }) => id === profile)!.profile.name;
    const card = { connection, peer_name, missing_scopes: [], providers: [] };
    this.connections.put(card);
    return card;
  };

  profiles_verify = (connection: string, path: string | null): ProfileReply =>
    this.#answer(connection, path ?? "/user");
  profiles_send = (connection: string, { path }: ProfileRequest): ProfileReply =>
    this.#answer(connection, path);

  #answer(connection: string, path: string): ProfileReply {
    const { peer } = this.connections.get(connection).connection;
    const found = this.world.profiles.find(({ id }) => peer.kind === "profile" && id === peer.profile);
    const base = found?.profile.api_base_url ?? "https://api.example.com";
    return {
      status: 200,
      latency_ms: 184,
      headers: [
        ["content-type", "application/json; charset=utf-8"],
        ["x-request-id", "8f2f5c1e"],
      ],
      body: JSON.stringify({ login: "octocat", id: 583231, token: DOTS, plan: { name: "pro", seats: 4 } }),
      truncated: false,
      url: `${base}${path}`,
      ...this.reply,
    };
  }

  #differences({ client_secret, ...body }: Body, known: StoredProfile | undefined): ProfileDifference[] {
    const before = known?.profile as Record<string, unknown> | undefined;
    const { params, ...plain } = body as Record<string, unknown>;
    const fields = Object.entries(plain)
      .filter(([field, value]) => field !== "name" && show(before?.[field]) !== show(value))
      .map(([field, value]) => ({ field, before: show(before?.[field]), after: show(value) }));
    const own = Object.entries((params as object | undefined) ?? {})
      .map(([field, value]) => ({
        field: `params.${field}`,
        before: show((before?.["params"] as Record<string, unknown> | undefined)?.[field]),
        after: show(value),
      }))
      .filter((one) => one.before !== one.after);
    const kept = known ? this.#secrets.get(known.id) : undefined;
    const secret =
      client_secret && client_secret !== kept
        ? [{ field: "client_secret", before: known?.has_client_secret ? DOTS : null, after: DOTS }]
        : [];
    return [...fields, ...own, ...secret];
  }

  #named(name: string): StoredProfile | undefined {
    return this.world.profiles.find(({ profile }) => profile.name.toLowerCase() === name.toLowerCase());
  }

  #put(id: string, profile: Profile, secret: string | undefined): StoredProfile {
    const known = this.world.profiles.find((stored) => stored.id === id);
    const now = new Date(this.now()).toISOString();
    if (secret) this.#secrets.set(id, secret);
    const stored: StoredProfile = {
      id,
      profile,
      has_client_secret: known?.has_client_secret || secret !== undefined,
      redirect_uri: profile.auth_type === "oauth2" ? REDIRECT : null,
      created_at: known?.created_at ?? now,
      changed_at: now,
    };
    this.world.profiles = known
      ? this.world.profiles.map((one) => (one.id === id ? stored : one))
      : [...this.world.profiles, stored];
    this.#tell();
    return stored;
  }

  #connectionsOf(id: string) {
    return this.world.connections.filter(
      ({ connection: { peer } }) => peer.kind === "profile" && peer.profile === id,
    );
  }

  #card(stored: StoredProfile): ProfileCard {
    return { ...stored, form: formOf(stored.profile), connections: this.#connectionsOf(stored.id) };
  }

  #tell(): void {
    this.emit({ type: "profiles_changed", profiles: structuredClone(this.profiles_list()) });
  }
}
