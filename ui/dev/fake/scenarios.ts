import type {
  AuditAction,
  AuditEntry,
  Bucket,
  ConnectionCard,
  Health,
  Machine,
  Provider,
  ProviderCard,
} from "../../src/lib/ipc";
import { makeBuckets } from "./buckets";
import { deadRegion, expired, secondFactor } from "./failures";
import { makeMachines } from "./machines";
import { makeConnections, signedIn } from "./connections";
import { makeProfiles, type StoredProfile } from "./profiles";

export const scenarios = [
  "absent",
  "locked",
  "keyring",
  "empty",
  "few",
  "many",
  "failing",
  "refreshing",
  "stale",
  "unconfirmed",
  "buckets",
  "second-factor",
  "signed-in",
  "external",
  "unreachable",
  "interrupted",
] as const;
export type Scenario = (typeof scenarios)[number];

export const isScenario = (name: string): name is Scenario => scenarios.includes(name as Scenario);

export type World = {
  cards: ProviderCard[];
  machines: Machine[];
  buckets: Bucket[];
  activity: AuditEntry[];
  connections: ConnectionCard[];
  profiles: StoredProfile[];
};

const MINUTE = 60_000;
const DAY = 86_400_000;

const before = (now: number, milliseconds: number) => new Date(now - milliseconds).toISOString();

export function makeProvider(id: string, name: string, now: number, part: Partial<Provider> = {}): Provider {
  const health: Health = { status: "healthy", checked_at: before(now, 2 * MINUTE), failure: null };
  return {
    id,
    cloud: "aws",
    name,
    auth: "access_key",
    endpoint: null,
    fields: { access_key: "AKIAIOSFODNN7EXAMPLE", region: "us-east-1" },
    created_at: before(now, 40 * DAY),
    credential_set_at: before(now, 40 * DAY),
    pinned: false,
    position: 0,
    identity: {
      account: "1234 5678 9012",
      principal: `arn:aws:iam::123456789012:user/nexus-${id}`,
      expires_at: null,
    },
    health,
    connection: null,
    ...part,
  };
}

export function countStates(machines: Machine[]): ProviderCard["counts"] {
  const counts: ProviderCard["counts"] = {};
  for (const { state } of machines) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function card(
  provider: Provider,
  machines: Machine[],
  buckets: Bucket[],
  listed: string | null,
): ProviderCard {
  return {
    provider,
    counts: countStates(machines),
    buckets: buckets.length,
    freshness: { listed_at: listed, complete: true, failures: [] },
    refreshing: null,
  };
}

const usual: [AuditAction, string][] = [
  ["inventory_refresh", "Listed 214 machines in 8 regions."],
  ["provider_check", "The cloud accepted the credential."],
  ["unlock", "Unlocked with the system keyring."],
  ["lock", "Locked after 15 minutes without input."],
  ["settings_change", "Theme set to dark."],
  ["unlock_fail", "Two wrong passwords."],
];

function makeActivity(count: number, now: number): AuditEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const [action, detail] = usual[index % usual.length]!;
    const named = action === "inventory_refresh" || action === "provider_check";
    return {
      sequence: count - index,
      at: before(now, index * 47 * MINUTE),
      action,
      outcome: action === "unlock_fail" ? "failed" : "done",
      provider: named ? (index % 4 ? "Production" : "Staging") : null,
      detail,
    };
  });
}

type Plan = { names: string[]; each: number; listed: number };
const plans: Record<Scenario, Plan> = {
  absent: { names: [], each: 0, listed: 0 },
  empty: { names: [], each: 0, listed: 0 },
  locked: { names: ["Production", "Staging"], each: 40, listed: 3 },
  keyring: { names: ["Production", "Staging"], each: 40, listed: 3 },
  few: { names: ["Production", "Staging"], each: 40, listed: 3 },
  many: { names: ["Production", "Staging", "Data platform", "Old company"], each: 2500, listed: 3 },
  failing: { names: ["Production", "Staging", "Sandbox"], each: 60, listed: 3 },
  refreshing: { names: ["Production", "Staging"], each: 300, listed: 125 },
  stale: { names: ["Production"], each: 60, listed: 60 * 26 },
  buckets: { names: ["Production", "Archive"], each: 20, listed: 3 },
  "second-factor": { names: ["Production", "Staging"], each: 20, listed: 3 },
  "signed-in": { names: ["Web shop", "Data lake", "Old project", "Production"], each: 30, listed: 3 },
  external: { names: ["Production", "Staging", "Sandbox"], each: 40, listed: 3 },
  unreachable: { names: ["Production", "Staging"], each: 40, listed: 90 },
  interrupted: { names: ["Production", "Staging", "Sandbox"], each: 40, listed: 3 },
  unconfirmed: { names: ["Production"], each: 20, listed: 3 },
};

export function makeWorld(scenario: Scenario, now: number): World {
  const plan = plans[scenario];
  const machines: Machine[] = [];
  const buckets: Bucket[] = [];
  const cards = plan.names.map((name, index) => {
    const id = `p${index + 1}`;
    const store = name === "Archive";
    const own = store ? [] : makeMachines(id, plan.each, now, index + 1);
    const kept = store ? makeBuckets(id, plan.each, now, index + 1) : [];
    machines.push(...own);
    buckets.push(...kept);
    const provider = makeProvider(id, name, now, {
      pinned: index === 0 && plan.names.length > 2,
      position: index,
    });
    if (store) provider.cloud = "s3";
    if (name === "Sandbox") provider.endpoint = "http://127.0.0.1:5000";
    return card(provider, own, kept, before(now, plan.listed * MINUTE));
  });
  if (scenario === "failing") {
    cards[1]!.provider.health = { status: "reconnect", checked_at: before(now, MINUTE), failure: expired };
    cards[0]!.freshness = { ...cards[0]!.freshness, complete: false, failures: [deadRegion] };
    cards[2]!.provider.health = { status: "failing", checked_at: before(now, MINUTE), failure: deadRegion };
    cards[2]!.provider.identity = null;
  }
  if (scenario === "second-factor") {
    const { identity } = cards[0]!.provider;
    cards[0]!.provider.identity = { ...identity!, expires_at: before(now, -50 * MINUTE) };
    cards[1]!.provider.health = {
      status: "reconnect",
      checked_at: before(now, MINUTE),
      failure: secondFactor,
    };
  }
  if (scenario === "signed-in") for (const card of cards.slice(0, 3)) signedIn(card);
  return {
    cards,
    machines,
    buckets,
    connections: scenario === "signed-in" ? makeConnections(now) : [],
    profiles: scenario === "signed-in" ? makeProfiles(now) : [],
    activity: makeActivity(scenario === "empty" || scenario === "absent" ? 2 : 260, now),
  };
}
