import type { AuthKind } from "../../src/lib/ipc";

const draft = "https://json-schema.org/draft/2020-12/schema";

/** The person's own OAuth client; what it reaches is chosen afterwards. */
export const browserKind: AuthKind = {
  id: "browser",
  name: "Sign in with the browser",
  summary: "Your own account, by an OAuth client of yours.",
  schema: {
    $schema: draft,
    type: "object",
    additionalProperties: false,
    "x-order": ["client_id", "client_secret", "redirect_port"],
    required: ["client_id"],
    properties: {
      client_id: {
        type: "string",
        title: "Client ID",
        pattern: "^[0-9a-z-]+\\.apps\\.googleusercontent\\.com$",
        examples: ["1234-abc.apps.googleusercontent.com"],
      },
      client_secret: { type: "string", title: "Client secret", writeOnly: true },
      redirect_port: {
        type: "string",
        title: "Redirect port",
        description: "Only if the client wants a fixed one.",
        pattern: "^[0-9]{1,5}$",
        examples: ["8123"],
      },
    },
  },
  guide: {
    steps: [
      "Open Clients in the Google Auth Platform and create a client of the type Desktop app.",
      "Register the redirect URI shown in this form, if the client's type asks for one.",
      "On the consent screen, fill in the app's name, a support e-mail and your privacy policy; add yourself as a test user until it is published.",
      "Copy the client's ID and secret here.",
    ],
    policies: [],
    console_url: "https://console.cloud.google.com/auth/clients",
    console_label: "OAuth clients in the Google Cloud console",
  },
  sign_in: {
    flow: "browser",
    scopes: [
      {
        name: "https://www.googleapis.com/auth/compute.readonly",
        reason: "To list the machines of your projects.",
      },
      {
        name: "https://www.googleapis.com/auth/cloudplatformprojects.readonly",
        reason: "To list your projects.",
      },
      {
        name: "https://www.googleapis.com/auth/service.management",
        reason: "To turn on the APIs of a project.",
      },
    ],
    choices: "projects",
  },
};

/** A code for any device; what it reaches is chosen afterwards. */
export const deviceKind: AuthKind = {
  id: "identity_center",
  name: "IAM Identity Center",
  summary: "Your company's sign-in; any number of accounts and roles.",
  schema: {
    $schema: draft,
    type: "object",
    additionalProperties: false,
    "x-order": ["start_url", "sso_region"],
    required: ["start_url", "sso_region"],
    properties: {
      start_url: {
        type: "string",
        title: "Start URL",
        pattern: "^https://.+",
        examples: ["https://acme.awsapps.com/start"],
      },
      sso_region: {
        type: "string",
        title: "Region",
        description: "Where Identity Center is.",
        pattern: "^[a-z]{2}(-[a-z]+)+-\\d$",
        examples: ["eu-west-1"],
      },
    },
  },
  guide: {
    steps: [
      "Ask your administrator for the start URL, or open the AWS access portal and copy its address.",
      "The region stands in Identity Center's settings.",
    ],
    policies: [],
    console_url: "https://console.aws.amazon.com/singlesignon",
    console_label: "IAM Identity Center in the AWS console",
  },
  sign_in: {
    flow: "device",
    scopes: [{ name: "sso:account:access", reason: "To see your accounts and roles, and use them." }],
    choices: "accounts and roles",
  },
};

/** A public client: one sign-in is one provider. */
export const plainBrowserKind: AuthKind = {
  ...browserKind,
  id: "browser",
  name: "Browser",
  summary: "Sign in with your browser.",
  schema: {
    $schema: draft,
    type: "object",
    additionalProperties: false,
    "x-order": ["client_id"],
    required: ["client_id"],
    properties: { client_id: { type: "string", title: "Client ID" } },
  },
  sign_in: {
    flow: "browser",
    scopes: [{ name: "read", reason: "To list your machines." }],
    choices: null,
  },
};
