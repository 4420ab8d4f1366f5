import { m } from "$lib/i18n.svelte";
import type { AuthType, ProfileCard } from "$lib/ipc";

/** In the order of the view: what people sign in to first. */
export const authTypes: AuthType[] = [
  "oauth2",
  "api_key",
  "basic_auth",
  "query_param",
  "hmac_payload",
  "aws_sigv4",
];

const labels: Record<AuthType, () => string> = {
  oauth2: m.auth_oauth2,
  api_key: m.auth_api_key,
  basic_auth: m.auth_basic_auth,
  query_param: m.auth_query_param,
  hmac_payload: m.auth_hmac_payload,
  aws_sigv4: m.auth_aws_sigv4,
};

const summaries: Record<AuthType, () => string> = {
  oauth2: m.auth_oauth2_text,
  api_key: m.auth_api_key_text,
  basic_auth: m.auth_basic_auth_text,
  query_param: m.auth_query_param_text,
  hmac_payload: m.auth_hmac_payload_text,
  aws_sigv4: m.auth_aws_sigv4_text,
};

export const authLabel = (type: AuthType): string => labels[type]();
export const authSummary = (type: AuthType): string => summaries[type]();

/** Where the API is, or where one signs in if that is all that is known. */
export function hostOf({ profile }: ProfileCard): string {
  const url = profile.api_base_url ?? profile.issuer ?? profile.auth_url;
  try {
    return url ? new URL(url).host : "";
  } catch {
    return url ?? "";
  }
}
