import type { Failure, Import, ImportCandidate } from "../../src/lib/ipc";
import { failure } from "./failures";

export const awsProfiles: Import = {
  id: "profiles",
  name: "AWS profiles",
  summary: "Access keys and roles of the AWS CLI's profiles.",
  files: [
    {
      id: "config",
      name: "Shared config file",
      variable: "AWS_CONFIG_FILE",
      places: ["~/.aws/config"],
    },
    {
      id: "credentials",
      name: "Shared credentials file",
      variable: "AWS_SHARED_CREDENTIALS_FILE",
      places: ["~/.aws/credentials"],
    },
  ],
};

const key = { access_key: "AKIAIOSFODNN7EXAMPLE" };

export const candidates: ImportCandidate[] = [
  {
    name: "default",
    auth: "access_key",
    endpoint: null,
    fields: { ...key, region: "eu-west-1" },
    problem: null,
  },
  {
    name: "billing",
    auth: "assume_role",
    endpoint: null,
    fields: { ...key, role_arn: "arn:aws:iam::123456789012:role/billing" },
    problem: null,
  },
  {
    name: "sso",
    auth: "access_key",
    endpoint: null,
    fields: {},
    problem: failure({
      code: "invalid_input",
      message: "This profile signs in with IAM Identity Center.",
      remedy: "Create an access key for it, or add a role.",
    }),
  },
  {
    name: "company",
    auth: "identity_center",
    endpoint: null,
    fields: { start_url: "https://acme.awsapps.com/start", sso_region: "eu-west-1" },
    problem: null,
  },
  { name: "production", auth: "access_key", endpoint: null, fields: key, problem: null },
];

export const noFiles: Failure = failure({
  code: "not_found",
  message: "None of the files is there: /home/ana/.aws/config, /home/ana/.aws/credentials.",
  remedy: "Give the path of the file if it is elsewhere.",
  operation: "read the files to import from",
});
