import { m } from "$lib/i18n.svelte";
import type { BackendState, OwnerKind } from "$lib/ipc";

type BackendTone = "good" | "warn" | "bad" | "plain";

export const stateTone: Record<BackendState, BackendTone> = {
  unchecked: "plain",
  ready: "good",
  read_only: "warn",
  needs_login: "warn",
  unreachable: "bad",
  refused: "bad",
};

export const stateWords: Record<BackendState, () => string> = {
  unchecked: m.backend_unchecked,
  ready: m.backend_ready,
  read_only: m.backend_read_only,
  needs_login: m.backend_needs_login,
  unreachable: m.backend_unreachable,
  refused: m.backend_refused,
};

export const kindWords: Record<OwnerKind, () => string> = {
  provider: m.backend_kind_provider,
  connection: m.backend_kind_connection,
  profile: m.backend_kind_profile,
  ssh_key: m.backend_kind_ssh_key,
};
