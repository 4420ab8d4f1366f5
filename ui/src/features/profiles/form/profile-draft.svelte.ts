import { m } from "$lib/i18n.svelte";
import type { AuthType, Failure, Params, Profile } from "$lib/ipc";
import { endpointError } from "$lib/schema/endpoint";
import { isForClientOnly } from "../kind";
import { pairsOf } from "../pairs";
import { profileFields, type ProfileField, type ProfileKey } from "./fields";

const ofProfile: ReadonlySet<string> = new Set<keyof Profile>([
  "client_id",
  "issuer",
  "auth_url",
  "token_url",
  "revocation_url",
  "device_url",
  "api_base_url",
  "user_info_endpoint",
  "enable_discovery",
  "scopes",
]);

export const emptyProfile: Profile = {
  name: "",
  auth_type: "oauth2",
  client_id: null,
  issuer: null,
  auth_url: null,
  token_url: null,
  revocation_url: null,
  device_url: null,
  api_base_url: null,
  user_info_endpoint: null,
  enable_discovery: true,
  scopes: [],
  params: {
    credential_schema: null,
    header_name: null,
    prefix: null,
    param_name: null,
    service: null,
    region: null,
    algo: null,
    encoding: null,
    auth_header: null,
    skip_scope_on_auth: false,
    skip_scope_on_exchange: false,
  },
};

const isParam = (key: ProfileKey): key is keyof Params => !ofProfile.has(key);
const initial: Partial<Record<ProfileKey, string>> = { algo: "sha256", encoding: "hex" };

function asText(value: unknown, field: ProfileField): string {
  if (value === null || value === undefined) return initial[field.key] ?? "";
  if (field.kind === "lines") return (value as string[]).join("\n");
  if (field.kind === "pairs") return pairsText(value as Record<string, string>);
  if (field.kind === "json") return JSON.stringify(value, null, 2);
  return String(value);
}

const pairsText = (pairs: Record<string, string>): string =>
  Object.entries(pairs)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** A profile as typed. What the form does not show of the profile it began with is kept. */
export class ProfileDraft {
  name = $state("");
  auth_type = $state<AuthType>("oauth2");
  values = $state<Record<string, string>>({});
  flags = $state<Record<string, boolean>>({});
  secret = $state("");
  errors = $state<Record<string, string>>({});
  #untouched: string;

  constructor(
    readonly from: Profile,
    /** Whether a client secret is kept already: an empty field leaves it. */
    readonly hasSecret: boolean,
  ) {
    this.name = from.name;
    this.auth_type = from.auth_type;
    const types: AuthType[] = ["oauth2", "api_key", "query_param", "hmac_payload", "aws_sigv4"];
    for (const field of types.flatMap((type) => [
      ...profileFields(type, true),
      ...profileFields(type, false),
    ])) {
      const value = this.#valueOf(field.key);
      if (field.kind === "flag") this.flags[field.key] = value === true;
      else this.values[field.key] = asText(value, field);
    }
    this.#untouched = this.#typed();
  }

  get fields(): ProfileField[] {
    return profileFields(this.auth_type, this.flags["enable_discovery"] ?? false);
  }

  /** Whether no person signs in to what is typed so far. */
  get isForClientOnly(): boolean {
    const { auth_type, flags, values } = this;
    const typed = (key: ProfileKey) => values[key]?.trim() || null;
    return isForClientOnly({
      auth_type,
      enable_discovery: flags["enable_discovery"] ?? false,
      auth_url: typed("auth_url"),
      device_url: typed("device_url"),
      token_url: typed("token_url"),
    });
  }

  get dirty(): boolean {
    return this.#typed() !== this.#untouched;
  }

  get problems(): { id: string; label: string; text: string }[] {
    const named = [{ key: "name", label: m.name() }, ...this.fields];
    return named
      .filter(({ key }) => this.errors[key])
      .map(({ key, label }) => ({ id: `field-${key}`, label, text: this.errors[key]! }));
  }

  validate(): boolean {
    this.errors = this.#check();
    return Object.keys(this.errors).length === 0;
  }

  /** Takes away the complaint about a field once it holds something good; never adds one while typing. */
  recheck(key: string): void {
    if (!this.errors[key]) return;
    const { [key]: _, ...rest } = this.errors;
    const now = this.#check()[key];
    this.errors = now ? { ...rest, [key]: now } : rest;
  }

  blame(failure: Failure): void {
    const key = failure.code === "name_taken" ? "name" : failure.field?.replace(/^params\./, "");
    const known = key === "name" || this.fields.some((field) => field.key === key);
    if (key && known) this.errors = { ...this.errors, [key]: failure.message };
  }

  profile(): Profile {
    const profile: Profile = {
      ...this.from,
      name: this.name.trim(),
      auth_type: this.auth_type,
      params: { ...this.from.params },
    };
    for (const field of this.fields) {
      const value = this.#read(field);
      if (isParam(field.key)) Object.assign(profile.params, { [field.key]: value });
      else Object.assign(profile, { [field.key]: value });
    }
    return profile;
  }

  secrets(): Record<string, string> {
    const secret = this.secret.trim();
    return secret && this.auth_type === "oauth2" ? { client_secret: secret } : {};
  }

  #read(field: ProfileField): unknown {
    if (field.kind === "flag") return this.flags[field.key] ?? false;
    const text = (this.values[field.key] ?? "").trim();
    if (field.kind === "lines") return text.split(/[\s,]+/).filter(Boolean);
    if (field.kind === "pairs") return Object.fromEntries(pairsOf(text));
    if (text === "") return null;
    return field.kind === "json" ? JSON.parse(text) : text;
  }

  #check(): Record<string, string> {
    const errors: Record<string, string> = {};
    if (this.name.trim() === "") errors["name"] = m.field_required();
    for (const field of this.fields) {
      const text = (this.values[field.key] ?? "").trim();
      const wrong = this.#wrong(field, text);
      if (wrong) errors[field.key] = wrong;
    }
    return errors;
  }

  #wrong(field: ProfileField, text: string): string | null {
    if (text === "") return field.required ? m.field_required() : null;
    if (field.kind === "url") return endpointError(text);
    if (field.kind === "json" && !isJsonObject(text)) return m.not_json_object();
    return null;
  }

  #valueOf(key: ProfileKey): unknown {
    return isParam(key) ? this.from.params[key] : this.from[key];
  }

  #typed(): string {
    return JSON.stringify([this.name.trim(), this.auth_type, this.values, this.flags, this.secret]);
  }
}
