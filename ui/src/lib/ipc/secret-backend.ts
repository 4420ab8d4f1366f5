import { invoke } from "@tauri-apps/api/core";
import type { Failure, Imported } from "./bindings";

// Written by hand until the generated ones are here.
export type BackendDescriptor = {
  id: string;
  name: string;
  summary: string;
  docs: string;
  schema: unknown;
  logins: LoginKind[];
};
export type LoginKind = { id: string; name: string; summary: string; schema: unknown };
export type BackendOrigin = "settings" | "environment" | "config_file";
export type BackendState = "unchecked" | "ready" | "read_only" | "needs_login" | "unreachable" | "refused";
export type BackendMove = { from: string; to: string; done: number; total: number };
export type SecretBackendStatus = {
  backend: string;
  place: string;
  fields: Record<string, string>;
  login: string;
  origin: BackendOrigin;
  state: BackendState;
  failure: Failure | null;
  detail: string | null;
  checked_at: string | null;
  for_session: boolean;
  move_left: BackendMove | null;
};
export type BackendDraft = {
  backend: string;
  fields: Record<string, string>;
  login: string;
  secrets: Record<string, string>;
};
export type PlannedMove = {
  kind: "provider" | "connection" | "profile";
  name: string;
  fields: string[];
  failure: Failure | null;
};
export type FoundProvider = {
  owner: string;
  name: string;
  cloud: string;
  auth: string;
  known: boolean;
  failure: Failure | null;
};
export type SecretBackendEvent =
  | { type: "secret_backend_changed"; status: SecretBackendStatus }
  | { type: "secret_backend_progress"; done: number; total: number; name: string };

export const secretBackendCommands = {
  secretBackends: () => invoke<BackendDescriptor[]>("secret_backends"),
  secretBackendGet: () => invoke<SecretBackendStatus>("secret_backend_get"),
  secretBackendCheck: (draft: BackendDraft) => invoke<SecretBackendStatus>("secret_backend_check", { draft }),
  secretBackendLogin: (secrets: Record<string, string>) =>
    invoke<SecretBackendStatus>("secret_backend_login", { secrets }),
  secretBackendRetry: () => invoke<SecretBackendStatus>("secret_backend_retry"),
  secretBackendUseVault: () => invoke<SecretBackendStatus>("secret_backend_use_vault"),
  secretBackendPlan: (draft: BackendDraft) => invoke<PlannedMove[]>("secret_backend_plan", { draft }),
  secretBackendMove: (draft: BackendDraft) => invoke<SecretBackendStatus>("secret_backend_move", { draft }),
  secretBackendResume: () => invoke<SecretBackendStatus>("secret_backend_resume"),
  secretBackendRollBack: () => invoke<SecretBackendStatus>("secret_backend_roll_back"),
  secretBackendDiscover: () => invoke<FoundProvider[]>("secret_backend_discover"),
  secretBackendAddFound: (owners: string[]) => invoke<Imported[]>("secret_backend_add_found", { owners }),
};
