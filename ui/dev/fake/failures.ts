import type { Failure } from "../../src/lib/ipc";

export function failure(part: Partial<Failure> & Pick<Failure, "code" | "message">): Failure {
  return {
    remedy: "",
    operation: "",
    region: null,
    http_status: null,
    provider_code: null,
    request_id: null,
    link: null,
    field: null,
    retry_at: null,
    ...part,
  };
}

export const expired = failure({
  code: "expired",
  message: "the session token expired.",
  remedy: "Make new temporary keys and rotate the credential.",
  operation: "GetCallerIdentity",
  http_status: 403,
  provider_code: "ExpiredToken",
  request_id: "8f2f5c1e-6a5e-4c1d-9c55-0c8b7f7c2f10",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp.html",
});

export const secondFactor = failure({
  code: "mfa_required",
  message: "the account wants a one-time code of its second factor.",
  remedy: "Enter the code that your authenticator shows.",
  operation: "GetSessionToken",
});

export const wrongCode = failure({
  code: "mfa_required",
  message: "the one-time code was not accepted.",
  remedy: "Wait for the next code and enter that one.",
  operation: "GetSessionToken",
  http_status: 403,
  provider_code: "AccessDenied",
});

export const deadRegion = failure({
  code: "unreachable_timeout",
  message: "The region did not answer within 10 seconds.",
  remedy: "Check your network, then refresh. If only this region fails, look at the cloud's status page.",
  operation: "DescribeInstances",
  region: "eu-west-3",
  link: "https://health.aws.amazon.com/health/status",
});

export const wrongKey = failure({
  code: "invalid_credentials",
  message: "AWS does not know this access key.",
  remedy: "Copy the access key id again, or make a new key.",
  operation: "GetCallerIdentity",
  http_status: 403,
  provider_code: "InvalidClientTokenId",
  request_id: "1d5b0a9e-13aa-4d65-9d07-b3cbd1a0c77a",
  field: "access_key",
});

export const locked = failure({
  code: "locked",
  message: "The vault is locked.",
  remedy: "Unlock it and try again.",
});
