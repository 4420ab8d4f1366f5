import { m } from "$lib/i18n.svelte";
import type { AuthType, Params, Profile } from "$lib/ipc";

export type ProfileKey = Exclude<keyof Profile, "name" | "auth_type" | "params"> | keyof Params;

export type ProfileField = {
  key: ProfileKey;
  label: string;
  help?: string;
  /** `pairs` is one `name: value` a line. */
  kind: "text" | "url" | "lines" | "pairs" | "choice" | "flag" | "json";
  example?: string;
  required?: boolean;
  choices?: { value: string; label: string }[];
  /** Seldom needed: folded away. */
  advanced?: boolean;
};

const text = (key: ProfileKey, label: string, part: Partial<ProfileField> = {}): ProfileField => ({
  key,
  label,
  kind: "text",
  ...part,
});
const url = (key: ProfileKey, label: string, part: Partial<ProfileField> = {}) =>
  text(key, label, { kind: "url", ...part });
const same = (values: string[]) => values.map((value) => ({ value, label: value }));

const api = () => [
  url("api_base_url", m.profile_api_base_url(), {
    help: m.profile_api_base_url_help(),
    example: "https://api.example.com/v1",
  }),
  text("user_info_endpoint", m.profile_user_info(), {
    help: m.profile_user_info_help(),
    example: "/me",
  }),
];

const endpoints = (discovery: boolean) =>
  discovery
    ? [url("issuer", m.profile_issuer(), { example: "https://accounts.example.com", required: true })]
    : [
        url("auth_url", m.profile_auth_url(), {
          example: "https://example.com/oauth/authorize",
          help: m.profile_auth_url_help(),
        }),
        url("token_url", m.profile_token_url(), {
          example: "https://example.com/oauth/token",
          required: true,
        }),
      ];

const oauth = (discovery: boolean): ProfileField[] => [
  { key: "enable_discovery", label: m.profile_discovery(), help: m.profile_discovery_help(), kind: "flag" },
  ...endpoints(discovery),
  text("client_id", m.profile_client_id(), { help: m.profile_client_id_help(), required: true }),
  text("scopes", m.scopes(), { kind: "lines", help: m.profile_scopes_help(), example: "openid" }),
  text("redirect_uri", m.profile_redirect_uri(), {
    help: m.profile_redirect_uri_help(),
    example: "http://localhost:27183/",
    advanced: true,
  }),
  text("auth_params", m.profile_auth_params(), {
    kind: "pairs",
    help: m.profile_auth_params_help(),
    example: "access_type: offline",
    advanced: true,
  }),
  url("revocation_url", m.profile_revocation_url(), { advanced: true }),
  url("device_url", m.profile_device_url(), { advanced: true }),
  text("auth_header", m.profile_auth_header(), {
    kind: "choice",
    choices: [
      { value: "", label: m.profile_auth_header_usual() },
      { value: "client_secret_post", label: m.profile_auth_header_body() },
      { value: "client_secret_basic", label: m.profile_auth_header_basic() },
    ],
    advanced: true,
  }),
  { key: "skip_scope_on_auth", label: m.profile_skip_scope_on_auth(), kind: "flag", advanced: true },
  { key: "skip_scope_on_exchange", label: m.profile_skip_scope_on_exchange(), kind: "flag", advanced: true },
];

const headers = (): ProfileField[] => [
  text("headers", m.profile_headers(), {
    kind: "pairs",
    help: m.profile_headers_help(),
    example: "Accept: application/json",
    advanced: true,
  }),
];

const schema = (): ProfileField[] => [
  text("credential_schema", m.profile_schema(), {
    kind: "json",
    help: m.profile_schema_help(),
    advanced: true,
  }),
];

const header = (part: Partial<ProfileField> = {}) => text("header_name", m.profile_header_name(), part);

const own: Record<AuthType, (discovery: boolean) => ProfileField[]> = {
  oauth2: oauth,
  api_key: () => [
    header({ example: "Authorization" }),
    text("prefix", m.profile_prefix(), { example: "Bearer", help: m.profile_prefix_help() }),
  ],
  basic_auth: () => [],
  query_param: () => [text("param_name", m.profile_param_name(), { example: "api_key", required: true })],
  hmac_payload: () => [
    header({ example: "X-Signature", required: true }),
    text("algo", m.profile_algo(), { kind: "choice", choices: same(["sha256", "sha1"]) }),
    text("encoding", m.profile_encoding(), { kind: "choice", choices: same(["hex", "base64"]) }),
    text("payload", m.profile_payload(), {
      help: m.profile_payload_help(),
      example: "${timestamp}.${body}",
      advanced: true,
    }),
  ],
  aws_sigv4: () => [
    text("service", m.profile_service(), { example: "bedrock", required: true }),
    text("region", m.profile_region(), { example: "us-east-1", required: true }),
  ],
};

/** The fields that matter for a way to authenticate, in the order of the form. */
export function profileFields(type: AuthType, discovery: boolean): ProfileField[] {
  return [...own[type](discovery), ...api(), ...headers(), ...(type === "oauth2" ? [] : schema())];
}

/** What a field of a file is called in the form, or its own name. */
export function labelOfField(field: string): string {
  const key = field.replace(/^params\./, "");
  if (key === "name") return m.name();
  if (key === "auth_type") return m.profile_auth_type();
  if (key === "client_secret") return m.profile_client_secret();
  const all = (Object.keys(own) as AuthType[]).flatMap((type) => [
    ...profileFields(type, true),
    ...profileFields(type, false),
  ]);
  return all.find((candidate) => candidate.key === key)?.label ?? field;
}
