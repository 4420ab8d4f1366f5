import type { Machine } from "$lib/ipc";
import { toRow, type Names, type Row } from "$lib/machines/row";
import { stateLabel } from "$lib/machines/words";
import { marks } from "./marks.svelte";
import { providers } from "./providers.svelte";
import { Rows } from "./rows.svelte";

const names: Names = {
  provider: (id) => providers.nameOf(id),
  cloud: (id) => providers.cloudName(id),
  state: stateLabel,
  ownTags: (key) => marks.of(key)?.tags ?? [],
};

export const machines = new Rows<Machine, Row>((machine) => toRow(machine, names));
