import { m } from "$lib/i18n.svelte";
import type { AuditAction, AuditEntry } from "$lib/ipc";

const actions: Record<AuditAction, () => string> = {
  vault_create: m.action_vault_create,
  unlock: m.action_unlock,
  unlock_fail: m.action_unlock_fail,
  lock: m.action_lock,
  slot_change: m.action_slot_change,
  provider_add: m.action_provider_add,
  provider_change: m.action_provider_change,
  credential_rotate: m.action_credential_rotate,
  provider_check: m.action_provider_check,
  inventory_refresh: m.action_inventory_refresh,
  provider_remove: m.action_provider_remove,
  connect: m.action_connect,
  tool_session: m.action_tool_session,
  password_reveal: m.action_password_reveal,
  host_key_forget: m.action_host_key_forget,
  machine_start: m.action_machine_start,
  machine_stop: m.action_machine_stop,
  machine_reboot: m.action_machine_reboot,
  settings_change: m.action_settings_change,
  export: m.action_export,
  sign_in: m.action_sign_in,
  token_refresh: m.action_token_refresh,
  disconnect: m.action_disconnect,
  profile_change: m.action_profile_change,
  profile_remove: m.action_profile_remove,
  profile_request: m.action_profile_request,
};

export const auditActions = Object.keys(actions) as AuditAction[];
export const actionLabel = (action: AuditAction): string => actions[action]();
export const outcomeLabel = (outcome: AuditEntry["outcome"]): string =>
  outcome === "done" ? m.outcome_done() : m.outcome_failed();
