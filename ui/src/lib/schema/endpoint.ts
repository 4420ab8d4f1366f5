import { m } from "$lib/i18n.svelte";

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What is wrong with a custom endpoint, or nothing. A credential never goes over a network in clear. */
export function endpointError(text: string): string | null {
  if (text.trim() === "") return null;
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return m.endpoint_not_a_url();
  }
  if (url.username || url.password) return m.endpoint_has_credentials();
  if (url.search || url.hash) return m.endpoint_has_query();
  if (url.protocol === "https:") return null;
  if (url.protocol === "http:") return loopback.test(url.hostname) ? null : m.endpoint_not_https();
  return m.endpoint_not_a_url();
}
