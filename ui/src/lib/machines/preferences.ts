import type { Machine, MachineScope, Preference, Preferences, Rule } from "$lib/ipc";

/** One machine, those with a tag, or those of a provider: what a rule may be for, narrowest first. */
export function scopesOf({ provider, region, id, tags }: Machine): MachineScope[] {
  return [
    { of: "machine", provider, region, id },
    ...Object.entries(tags).map(([key, value]) => ({ of: "tag" as const, key, value: value ?? "" })),
    { of: "provider", id: provider },
  ];
}

const parts = (scope: MachineScope): string[] => {
  if (scope.of === "machine") return [scope.of, scope.provider, scope.region, scope.id];
  return scope.of === "tag" ? [scope.of, scope.key, scope.value] : [scope.of, scope.id];
};

/** Two scopes are the same when their names are. */
export const scopeName = (scope: MachineScope): string => JSON.stringify(parts(scope));

export function ruleFor(rules: Preferences, scope: MachineScope): Preference {
  return rules.find((rule) => scopeName(rule.scope) === scopeName(scope))?.prefer ?? {};
}

/** Those that hold for a machine, narrowest first. */
export function rulesOf(rules: Preferences, machine: Machine): Rule[] {
  return scopesOf(machine).flatMap((scope) => {
    const prefer = ruleFor(rules, scope);
    return isEmpty(prefer) ? [] : [{ scope, prefer }];
  });
}

const isEmpty = (prefer: Preference): boolean =>
  Object.values(prefer).every((value) => value === null || value === undefined);

/** The rules with one replaced, or taken away where nothing is preferred any more. */
export function withRule(rules: Preferences, scope: MachineScope, prefer: Preference): Preferences {
  const others = rules.filter((rule) => scopeName(rule.scope) !== scopeName(scope));
  return isEmpty(prefer) ? others : [{ scope, prefer }, ...others];
}
