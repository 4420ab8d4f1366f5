import type { AuthType, CatalogueEntry, Profile } from "../../src/lib/ipc";

export const noParams: Profile["params"] = {
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
};

export function makeProfile(name: string, auth_type: AuthType, part: Partial<Profile> = {}): Profile {
  return {
    name,
    auth_type,
    client_id: null,
    issuer: null,
    auth_url: null,
    token_url: null,
    revocation_url: null,
    device_url: null,
    api_base_url: null,
    user_info_endpoint: null,
    enable_discovery: false,
    scopes: [],
    params: noParams,
    ...part,
  };
}

export const github = makeProfile("github", "oauth2", {
  auth_url: "https://github.com/login/oauth/authorize",
  token_url: "https://github.com/login/oauth/access_token",
  device_url: "https://github.com/login/device/code",
  api_base_url: "https://api.github.com",
  user_info_endpoint: "https://api.github.com/user",
  scopes: ["repo", "read:user"],
});

export const google = makeProfile("google-workspace", "oauth2", {
  issuer: "https://accounts.google.com",
  enable_discovery: true,
  api_base_url: "https://www.googleapis.com",
  scopes: ["openid", "email", "profile"],
});

export const stripe = makeProfile("stripe", "api_key", {
  api_base_url: "https://api.stripe.com/v1",
  user_info_endpoint: "https://api.stripe.com/v1/account",
  params: { ...noParams, header_name: "Authorization", prefix: "Bearer" },
});

export const airtable = makeProfile("airtable", "api_key", {
  api_base_url: "https://api.airtable.com/v0",
  params: {
    ...noParams,
    credential_schema: {
      type: "object",
      required: ["api_key"],
      properties: { api_key: { type: "string", title: "Personal Access Token" } },
    },
  },
});

export const jira = makeProfile("jira-basic", "basic_auth", {
  api_base_url: "https://acme.atlassian.net/rest/api/3",
  params: {
    ...noParams,
    credential_schema: {
      type: "object",
      required: ["username", "password"],
      properties: {
        username: { type: "string", title: "Username" },
        password: { type: "string", title: "Password", format: "password" },
      },
    },
  },
});

const notes = [
  "Open the vendor's developer settings and register an app.",
  "Register the redirect URI shown here.",
  "Fill in what it asks for: name, logo, website, privacy policy, terms of service, support e-mail.",
  "Copy the client ID and secret here.",
];

const entry = (title: string, profile: Profile): CatalogueEntry => ({
  profile,
  title,
  docs: `https://docs.example/${profile.name}`,
  notes,
  variables: [],
});

const okta: CatalogueEntry = {
  ...entry(
    "Okta",
    makeProfile("okta", "oauth2", {
      issuer: "https://${domain}",
      enable_discovery: true,
      api_base_url: "https://${domain}/api/v1",
      user_info_endpoint: "https://${domain}/api/v1/users/me",
      scopes: ["openid", "okta.users.read.self"],
    }),
  ),
  variables: [
    {
      name: "domain",
      title: "Okta domain",
      description: "As in your browser's address bar when you are signed in to Okta.",
      example: "acme.okta.com",
    },
  ],
};

const others: [string, AuthType][] = [
  ["GitLab", "oauth2"],
  ["Microsoft Entra", "oauth2"],
  ["Auth0", "oauth2"],
  ["Slack", "oauth2"],
  ["Salesforce", "oauth2"],
  ["X", "oauth2"],
  ["Notion", "api_key"],
  ["Linear", "oauth2"],
  ["PagerDuty", "api_key"],
  ["Datadog", "api_key"],
  ["Cloudflare", "api_key"],
  ["Amazon Bedrock", "aws_sigv4"],
];

export const catalogue: CatalogueEntry[] = [
  entry("GitHub", github),
  entry("Google Workspace", google),
  entry("Stripe", stripe),
  entry("Airtable", airtable),
  entry("Jira", jira),
  okta,
  ...others.map(([title, type]) => entry(title, makeProfile(title.toLowerCase().replace(" ", "-"), type))),
];
