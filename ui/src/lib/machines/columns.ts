import type { MachineState } from "$lib/ipc";
import { naturalKey } from "$lib/resources/sort";
import type { Row } from "./row";

export const columnIds = [
  "state",
  "name",
  "provider",
  "region",
  "type",
  "public_address",
  "private_address",
  "launched",
  "tags",
  "id",
  "os",
  "image",
  "size",
] as const;
export type ColumnId = (typeof columnIds)[number];

export type ColumnState = { id: ColumnId; width: number; visible: boolean };

export const MIN_WIDTH = 48;
export const MAX_WIDTH = 640;

const widths: Record<ColumnId, number> = {
  state: 120,
  name: 172,
  provider: 148,
  region: 116,
  type: 100,
  public_address: 120,
  private_address: 124,
  launched: 64,
  tags: 124,
  id: 176,
  os: 88,
  image: 176,
  size: 136,
};

const hiddenAtFirst = new Set<ColumnId>(["id", "os", "image", "size"]);

/** Takes what is left of a wide window, beside the last column. */
export const GROWING: ColumnId = "name";

export const defaultColumns: ColumnState[] = columnIds.map((id) => ({
  id,
  width: widths[id],
  visible: !hiddenAtFirst.has(id),
}));

const stateOrder: Record<MachineState, string> = {
  error: "0",
  running: "1",
  starting: "2",
  rebooting: "3",
  stopping: "4",
  suspended: "5",
  stopped: "6",
  terminated: "7",
  unknown: "8",
};

/** The whole text of a cell: what is copied. */
export function cellText(row: Row, column: ColumnId): string {
  const { machine } = row;
  switch (column) {
    case "state":
      return row.stateLabel;
    case "name":
      return machine.name;
    case "provider":
      return row.providerName;
    case "region":
      return machine.region;
    case "type":
      return machine.type;
    case "public_address":
      return machine.public_ips.join(", ");
    case "private_address":
      return machine.private_ips.join(", ");
    case "launched":
      return machine.launched_at ?? "";
    case "tags":
      return row.tagText;
    case "id":
      return machine.id;
    case "os":
      return machine.os === "unknown" ? "" : machine.os;
    case "image":
      return machine.image ?? "";
    case "size":
      return machine.memory_mib === null ? "" : String(machine.memory_mib);
  }
}

/** A text whose plain order is the order people expect: numbers by size, states by urgency. */
export function sortKey(row: Row, column: ColumnId): string {
  if (column === "state") return stateOrder[row.machine.state];
  if (column === "launched") return row.machine.launched_at ?? "";
  return naturalKey(cellText(row, column));
}
