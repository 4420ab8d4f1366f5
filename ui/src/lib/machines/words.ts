import type { MachineState } from "$lib/ipc";
import { m } from "$lib/i18n.svelte";
import type { ColumnId } from "./columns";
import type { Facet } from "./filter";

export const machineStates: MachineState[] = [
  "running",
  "starting",
  "rebooting",
  "stopping",
  "suspended",
  "stopped",
  "error",
  "terminated",
  "unknown",
];

const states: Record<MachineState, () => string> = {
  running: m.state_running,
  starting: m.state_starting,
  rebooting: m.state_rebooting,
  stopping: m.state_stopping,
  suspended: m.state_suspended,
  stopped: m.state_stopped,
  error: m.state_error,
  terminated: m.state_terminated,
  unknown: m.state_unknown,
};

const columns: Record<ColumnId, () => string> = {
  state: m.column_state,
  name: m.column_name,
  provider: m.column_provider,
  region: m.column_region,
  type: m.column_type,
  public_address: m.column_public_address,
  private_address: m.column_private_address,
  launched: m.column_launched,
  tags: m.column_tags,
  id: m.column_id,
  os: m.column_os,
  image: m.column_image,
  size: m.column_size,
};

const facets: Record<Facet, () => string> = {
  state: m.column_state,
  cloud: m.facet_cloud,
  provider: m.column_provider,
  region: m.column_region,
  tag: m.facet_tag,
};

export const stateLabel = (state: MachineState): string => states[state]();
export const columnLabel = (column: ColumnId): string => columns[column]();
export const facetLabel = (facet: Facet): string => facets[facet]();
