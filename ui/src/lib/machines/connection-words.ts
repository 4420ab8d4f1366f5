import { m } from "$lib/i18n.svelte";
import type { MachineScope, Preference, Route } from "$lib/ipc";
import { providers } from "$lib/stores/providers.svelte";

/** Names of products stay as they are; the three plain ones are in the person's language. */
const routes: Record<Route, () => string> = {
  public: m.route_public,
  private: m.route_private,
  tailscale: () => "Tailscale",
  jump: m.route_jump,
  session_manager: () => "AWS Session Manager",
  instance_connect: () => "EC2 Instance Connect",
  iap: () => "Google Cloud IAP",
  os_login: () => "Google Cloud OS Login",
  bastion: () => "Azure Bastion",
};

export const routeLabel = (route: Route): string => routes[route]();

export function scopeLabel(scope: MachineScope): string {
  if (scope.of === "machine") return m.scope_machine();
  if (scope.of === "tag") return m.scope_tag({ tag: `${scope.key}=${scope.value}` });
  return m.scope_provider({ name: providers.nameOf(scope.id) });
}

/** What a rule prefers, a part each. */
export function preferred({ user, port, route, identity, jump }: Preference): string[] {
  return [
    user && m.asked_user({ user }),
    port && m.asked_port({ port }),
    route && routeLabel(route),
    jump && m.by_jump({ name: jump.id }),
    identity && m.with_key({ file: identity }),
  ].filter((part): part is string => Boolean(part));
}
