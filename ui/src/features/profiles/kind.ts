import type { Profile } from "$lib/ipc";

type Kind = Pick<Profile, "auth_type" | "enable_discovery" | "auth_url" | "device_url" | "token_url">;

/** Whether no person signs in to it: of its server only the token endpoint is known. */
export function isForClientOnly({
  auth_type,
  enable_discovery,
  auth_url,
  device_url,
  token_url,
}: Kind): boolean {
  return auth_type === "oauth2" && !enable_discovery && !auth_url && !device_url && !!token_url;
}
