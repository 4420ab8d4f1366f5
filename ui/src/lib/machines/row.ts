import type { Machine } from "$lib/ipc";
import { keyOf } from "$lib/resources/key";

export type Row = {
  key: string;
  machine: Machine;
  providerName: string;
  cloudName: string;
  stateLabel: string;
  tagText: string;
  address: string;
  /** Everything a person can search for, lower case, one line per column. */
  haystack: string;
};

export type Names = {
  provider: (id: string) => string;
  cloud: (id: string) => string;
  state: (state: Machine["state"]) => string;
  /** The tags that the person gave to a machine, by its key. */
  ownTags: (key: string) => string[];
};

export function tagText(tags: Record<string, string | undefined>): string {
  return Object.entries(tags)
    .map(([key, value]) => (value ? `${key}=${value}` : key))
    .join(", ");
}

export function toRow(machine: Machine, names: Names): Row {
  const key = keyOf(machine.provider, machine.region, machine.id);
  const providerName = names.provider(machine.provider);
  const cloudName = names.cloud(machine.cloud);
  const stateLabel = names.state(machine.state);
  const tags = tagText(machine.tags);
  // A name kept as a tag would fill the column with what the row says already.
  const shownTags = Object.entries(machine.tags).filter(([, value]) => value !== machine.name);
  const haystack = [
    machine.name,
    machine.id,
    machine.state,
    stateLabel,
    machine.raw_state,
    providerName,
    machine.cloud,
    cloudName,
    machine.region,
    machine.zone ?? "",
    machine.type,
    ...machine.public_ips,
    ...machine.private_ips,
    machine.private_dns ?? "",
    machine.image ?? "",
    machine.os,
    machine.launched_at ?? "",
    tags,
    ...names.ownTags(key),
  ];
  return {
    key,
    machine,
    providerName,
    cloudName,
    stateLabel,
    tagText: tagText(Object.fromEntries(shownTags)),
    address: machine.public_ips[0] ?? machine.private_ips[0] ?? "",
    haystack: haystack.join("\n").toLowerCase(),
  };
}
