import type { Descriptor } from "../../src/lib/ipc";

const policy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["ec2:DescribeRegions", "ec2:DescribeInstances"], Resource: "*" }],
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
  imports: [],
  capabilities: ["machine"],
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
    },
  ],
};

/** A store of objects: it has buckets and no machines. */
export const s3: Descriptor = { ...aws, id: "s3", name: "S3-compatible", capabilities: ["bucket"] };

/** More clouds than there are, to see the grid and the logos. */
export const manyClouds: Descriptor[] = [
  aws,
  ...[
    ["azure", "Microsoft Azure"],
    ["gcp", "Google Cloud"],
    ["digitalocean", "DigitalOcean"],
    ["linode", "Linode"],
    ["vultr", "Vultr"],
    ["hetzner", "Hetzner"],
    ["scaleway", "Scaleway"],
    ["ovh", "OVHcloud"],
    ["openstack", "OpenStack"],
    ["tailscale", "Tailscale"],
    ["s3", "S3-compatible"],
  ].map(([id, name]) => ({
    ...aws,
    id: id!,
    name: name!,
    auth_kinds: [
      { ...aws.auth_kinds[0]!, id: "token", name: "Token", summary: "A token with read access." },
      { ...aws.auth_kinds[0]!, id: "browser", name: "Browser", summary: "Sign in with your browser." },
    ],
  })),
];
