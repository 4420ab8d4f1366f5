import type { BackendDescriptor, LoginKind } from "../../src/lib/ipc";

type Property = {
  title: string;
  description?: string;
  writeOnly?: true;
  default?: string;
  examples?: string[];
  "x-multiline"?: true;
  "x-from-browser"?: true;
};

const form = (properties: Record<string, Property>, optional: string[] = []) => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: Object.fromEntries(
    Object.entries(properties).map(([id, property]) => [id, { type: "string", ...property }]),
  ),
  required: Object.keys(properties).filter((id) => !optional.includes(id) && !properties[id]!.default),
  additionalProperties: false,
  "x-order": Object.keys(properties),
});

const password = { title: "Password", writeOnly: true } as const;

const logins: LoginKind[] = [
  {
    id: "token",
    name: "Token",
    summary: "A token that you were given or made with “vault token create”.",
    schema: form({ token: { title: "Token", writeOnly: true } }),
    in_browser: false,
  },
  {
    id: "oidc",
    name: "Browser (OIDC)",
    summary: "Your organisation's single sign-on (OIDC), in your own browser.",
    schema: form(
      {
        role: { title: "Role" },
        redirect_port: { title: "Redirect port", default: "8250" },
        auth_mount: { title: "Login path", default: "oidc" },
        token: { title: "Token", writeOnly: true, "x-from-browser": true },
      },
      ["role"],
    ),
    in_browser: true,
  },
  {
    id: "approle",
    name: "AppRole",
    summary: "A role for machines: its role ID and a secret ID.",
    schema: form(
      {
        role_id: { title: "Role ID" },
        secret_id: { title: "Secret ID", writeOnly: true },
        auth_mount: { title: "Mounted at", default: "approle" },
      },
      ["secret_id"],
    ),
    in_browser: false,
  },
  {
    id: "userpass",
    name: "User name and password",
    summary: "A user that Vault itself knows.",
    schema: form({
      username: { title: "User name" },
      password,
      auth_mount: { title: "Mounted at", default: "userpass" },
    }),
    in_browser: false,
  },
];

/** The kinds of store, as the app tells them. */
export const backends: BackendDescriptor[] = [
  {
    id: "internal",
    name: "The vault on this computer",
    summary: "The usual place: sealed in the vault, for you alone.",
    docs: "",
    schema: form({}),
    logins: [],
  },
  {
    id: "hashicorp-vault",
    name: "HashiCorp Vault",
    summary: "A Vault or OpenBao server that your organisation runs.",
    docs: "https://developer.hashicorp.com/vault/docs/secrets/kv",
    schema: form(
      {
        address: {
          title: "Address",
          description: "As in VAULT_ADDR.",
          examples: ["https://vault.example.com:8200"],
        },
        mount: {
          title: "Engine",
          description:
            "Path at which the KV engine is mounted. Version 1 and 2 are told apart by themselves.",
          default: "secret",
        },
        path_prefix: {
          title: "Path prefix",
          description: "Folder in the engine. Everyone with the same one shares what is in it.",
          default: "nexus/providers",
        },
        namespace: { title: "Namespace", description: "Of Vault Enterprise or HCP." },
        ca_certificate: {
          title: "CA certificate",
          description: "In PEM form, for a server that is not known to the system.",
          "x-multiline": true,
        },
      },
      ["namespace", "ca_certificate"],
    ),
    logins,
  },
  {
    id: "aws-secrets-manager",
    name: "AWS Secrets Manager",
    summary: "An AWS account of your organisation.",
    docs: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html",
    schema: form({
      region: { title: "Region", examples: ["eu-west-1"] },
      prefix: { title: "Prefix", default: "nexus" },
    }),
    logins: [
      {
        id: "profile",
        name: "AWS profile",
        summary: "As the AWS CLI logs in.",
        schema: form({}),
        in_browser: false,
      },
      {
        id: "access_key",
        name: "Access key",
        summary: "A key of an IAM user.",
        schema: form({
          access_key: { title: "Access key" },
          secret_key: { title: "Secret key", writeOnly: true },
        }),
        in_browser: false,
      },
    ],
  },
  {
    id: "gcp-secret-manager",
    name: "GCP Secret Manager",
    summary: "A Google Cloud project of your organisation.",
    docs: "https://cloud.google.com/secret-manager/docs",
    schema: form({ project_id: { title: "Project ID" }, prefix: { title: "Prefix", default: "nexus" } }),
    logins: [
      {
        id: "default",
        name: "Default credentials",
        summary: "As gcloud logs in.",
        schema: form({}),
        in_browser: false,
      },
    ],
  },
  {
    id: "azure-key-vault",
    name: "Azure Key Vault",
    summary: "A key vault in your organisation's subscription.",
    docs: "https://learn.microsoft.com/azure/key-vault/secrets/about-secrets",
    schema: form({ vault_url: { title: "Vault URL" }, prefix: { title: "Prefix", default: "nexus" } }),
    logins: [
      {
        id: "client_secret",
        name: "Service principal",
        summary: "An app registration with a client secret.",
        schema: form({
          tenant_id: { title: "Tenant ID" },
          client_id: { title: "Client ID" },
          client_secret: { title: "Client secret", writeOnly: true },
        }),
        in_browser: false,
      },
    ],
  },
];
