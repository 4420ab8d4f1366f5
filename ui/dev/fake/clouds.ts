import type { AuthKind, Descriptor } from "../../src/lib/ipc";
import { awsProfiles } from "./imports";
import { browserKind, deviceKind, plainBrowserKind } from "./sign-in-kinds";

const policy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["ec2:DescribeRegions", "ec2:DescribeInstances"], Resource: "*" }],
};

const trust = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "ACCOUNT_OF_THE_ACCESS_KEY" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "${external_id}" } },
    },
  ],
};

const assume = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "${role_arn}" }],
};

export const aws: Descriptor = {
  id: "aws",
  name: "Amazon Web Services",
  endpoint: {
    required: false,
    title: "API endpoint",
    description: "Only for a private or sovereign cloud, or a proxy of the API. Empty for the cloud's own.",
    example: "https://api.cloud.example",
  },
  imports: [awsProfiles],
  capabilities: ["machine"],
  power: ["start", "stop", "reboot"],
  windows_password: true,
  auth_kinds: [
    {
      id: "access_key",
      name: "Access key",
      summary: "The key of an IAM user or role, made in the console.",
      schema: {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        additionalProperties: false,
        "x-order": ["access_key", "secret_key", "session_token", "region"],
        required: ["access_key", "secret_key"],
        properties: {
          access_key: {
            type: "string",
            title: "Access key id",
            description: "Starts with AKIA, or ASIA for a temporary key.",
            pattern: "^[A-Z0-9]{16,128}$",
            examples: ["AKIAIOSFODNN7EXAMPLE"],
          },
          secret_key: { type: "string", title: "Secret access key", writeOnly: true, minLength: 16 },
          session_token: {
            type: "string",
            title: "Session token",
            description: "Only for temporary keys.",
            writeOnly: true,
            minLength: 16,
          },
          region: {
            type: "string",
            title: "Default region",
            description: "Asked first. All enabled regions are listed either way.",
            pattern: "^[a-z]{2}(-[a-z]+)+-\\d$",
            examples: ["us-east-1"],
          },
        },
      },
      guide: {
        steps: [
          "Open IAM in the AWS console and create a user without console access.",
          "Attach the policy below: it can list machines and nothing else.",
          "Under Security credentials, create an access key and copy both parts here.",
        ],
        policies: [{ title: "Least privilege", text: JSON.stringify(policy, null, 2) }],
        console_url: "https://console.aws.amazon.com/iam/home#/users",
        console_label: "IAM users in the AWS console",
      },
      sign_in: null,
    },
    {
      id: "assume_role",
      name: "Role",
      summary: "A role in this or another account, assumed with an access key.",
      schema: {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        additionalProperties: false,
        "x-order": ["role_arn", "external_id", "read_only", "access_key", "secret_key"],
        required: ["role_arn", "access_key", "secret_key"],
        properties: {
          role_arn: {
            type: "string",
            title: "Role ARN",
            description: "The role to assume in the account whose machines are listed.",
            pattern: "^arn:aws:iam::[0-9]{12}:role/.+$",
            examples: ["arn:aws:iam::123456789012:role/nexus-access-vault"],
          },
          external_id: {
            type: "string",
            title: "External ID",
            description: "Goes into the role's trust policy. One is made up if this is empty.",
            pattern: "^[A-Za-z0-9_+=,.@:/-]{2,1224}$",
            "x-generate": "uuid",
          },
          read_only: {
            type: "string",
            title: "Read only",
            description: "Keeps the session to reading, whatever the role may do.",
            enum: ["on", "off"],
            default: "on",
          },
          access_key: { type: "string", title: "Access key id", pattern: "^[A-Z0-9]{16,128}$" },
          secret_key: { type: "string", title: "Secret access key", writeOnly: true, minLength: 16 },
        },
      },
      guide: {
        steps: [
          "Create a role with a custom trust policy and paste the trust policy below.",
          "Copy the role's ARN here.",
          "Give the access key's user the policy that assumes the role.",
        ],
        policies: [
          { title: "Trust policy of the role", text: JSON.stringify(trust, null, 2) },
          { title: "Policy of the access key's user", text: JSON.stringify(assume, null, 2) },
        ],
        console_url: "https://console.aws.amazon.com/iam/home#/roles",
        console_label: "IAM roles in the AWS console",
      },
      sign_in: null,
    },
  ],
};

/** A store of objects: it has buckets and no machines. */
export const s3: Descriptor = {
  ...aws,
  id: "s3",
  name: "S3-compatible",
  capabilities: ["bucket"],
  power: [],
  windows_password: false,
};

export const gcp: Descriptor = {
  ...aws,
  id: "gcp",
  name: "Google Cloud",
  imports: [],
  auth_kinds: [
    {
      id: "service_account_key",
      name: "Service account key",
      summary: "The JSON file of a service account's key.",
      schema: {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        additionalProperties: false,
        "x-order": ["key", "project_id"],
        required: ["key"],
        properties: {
          key: {
            type: "string",
            title: "Key file",
            description: "The whole JSON file that Google Cloud gave when the key was created.",
            contentMediaType: "application/json",
            "x-multiline": true,
            writeOnly: true,
            minLength: 2,
            maxLength: 16384,
          },
          project_id: { type: "string", title: "Project ID", examples: ["my-project-123"] },
        },
      },
      guide: {
        steps: ["Create a service account with the role Compute Viewer.", "Create a JSON key for it."],
        policies: [],
        console_url: "https://console.cloud.google.com/iam-admin/serviceaccounts",
        console_label: "Service accounts in the Google Cloud console",
      },
      sign_in: null,
    },
  ],
};

export const openstack: Descriptor = {
  ...aws,
  id: "openstack",
  name: "OpenStack",
  endpoint: {
    required: true,
    title: "Auth URL",
    description: "Address of Keystone, the Identity service: auth_url of clouds.yaml.",
    example: "https://keystone.cloud.example:5000/v3",
  },
  imports: [],
  auth_kinds: [
    {
      id: "application_credential",
      name: "Application credential",
      summary: "Made in Horizon for one project.",
      schema: {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        additionalProperties: false,
        "x-order": ["id", "secret"],
        required: ["id", "secret"],
        properties: {
          id: { type: "string", title: "ID", examples: ["21dced0fd20347869b93710d2b98aae0"] },
          secret: { type: "string", title: "Secret", writeOnly: true },
        },
      },
      guide: {
        steps: ["Open Identity, Application Credentials in Horizon and create one."],
        policies: [],
        console_url: "https://docs.openstack.org/keystone/latest/user/application_credentials.html",
        console_label: "Application credentials in OpenStack's documentation",
      },
      sign_in: null,
    },
  ],
};

const withKinds = (cloud: Descriptor, ...kinds: AuthKind[]): Descriptor => ({
  ...cloud,
  auth_kinds: [...cloud.auth_kinds, ...kinds],
});

/** The clouds there are besides, by name alone: to see the grid and the logos. */
export const manyClouds: Descriptor[] = [
  withKinds(aws, deviceKind),
  withKinds(gcp, browserKind),
  openstack,
  ...[
    ["azure", "Microsoft Azure"],
    ["digitalocean", "DigitalOcean"],
    ["linode", "Linode"],
    ["vultr", "Vultr"],
    ["hetzner", "Hetzner"],
    ["scaleway", "Scaleway"],
    ["ovh", "OVHcloud"],
    ["tailscale", "Tailscale"],
    ["s3", "S3-compatible"],
  ].map(([id, name]) => ({
    ...aws,
    id: id!,
    name: name!,
    imports: [],
    auth_kinds: [
      { ...aws.auth_kinds[0]!, id: "token", name: "Token", summary: "A token with read access." },
      plainBrowserKind,
    ],
  })),
];
