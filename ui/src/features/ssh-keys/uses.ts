import { m } from "$lib/i18n.svelte";
import type { Preferences } from "$lib/ipc";
import { machineName, scopeLabel } from "$lib/machines/connection-words";

const MOST = 4;

/** What a key is preferred for, in a few words each. */
export function usesOf(rules: Preferences, key: string): string[] {
  const scopes = rules.filter(({ prefer }) => prefer.key === key).map(({ scope }) => scope);
  const uses = scopes.map((scope) => (scope.of === "machine" ? machineName(scope) : scopeLabel(scope)));
  if (uses.length <= MOST) return uses;
  return [...uses.slice(0, MOST), m.and_more({ count: uses.length - MOST })];
}
