import { m } from "$lib/i18n.svelte";
import type { MachineKey, MachineScope, Preference, Route } from "$lib/ipc";
import { keyOf } from "$lib/resources/key";
import { machines } from "$lib/stores/machines.svelte";
import { providers } from "$lib/stores/providers.svelte";
import { sshKeys } from "$lib/stores/ssh-keys.svelte";

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

/** What people call a machine; its id where it has no name or is not listed any more. */
export function machineName({ provider, region, id }: MachineKey): string {
  return machines.get(keyOf(provider, region, id))?.machine.name || id;
}

/** What a rule prefers, a part each. */
export function preferred({ user, port, route, identity, jump, key }: Preference): string[] {
  return [
    user && m.asked_user({ user }),
    port && m.asked_port({ port }),
    // A jump host says which route it is.
    route && !(route === "jump" && jump) && routeLabel(route),
    jump && m.by_jump({ name: machineName(jump) }),
    // A kept key counts before a file.
    key && m.with_kept_key({ name: sshKeys.get(key)?.name ?? m.key_removed() }),
    identity && !key && m.with_key({ file: identity }),
  ].filter((part): part is string => Boolean(part));
}
