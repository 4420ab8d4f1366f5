//! The types and commands that the page sees, generated into `ui/src/lib/ipc/bindings.ts`.

use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::commands::{
    activity, connect, connections, power, profiles, providers, resources, secret_backend,
    settings, shell, signin, ssh_keys, terminal, vault,
};
use crate::events::AppEventMessage;

/// Every command and event there is.
pub(crate) fn builder() -> Builder<Wry> {
    Builder::new()
        .constant("USUAL_REDIRECT", nexus_app::USUAL_REDIRECT)
        .commands(collect_commands![
            activity::activity_list,
            activity::activity_verify,
            connect::connect_command,
            connect::connect_desktop,
            connect::connect_desktop_clients,
            connect::connect_forget_host_key,
            connect::connect_host_keys,
            connect::connect_open,
            connect::connect_preferences,
            connect::connect_routes,
            connect::connect_set_preferences,
            connect::connect_terminals,
            connect::machines_find,
            connect::machines_mark,
            connect::machines_marks,
            connect::machines_password,
            connections::connections_disconnect,
            connections::connections_list,
            connections::connections_refresh,
            connections::connections_rename,
            power::machines_power,
            profiles::profiles_apply,
            profiles::profiles_catalogue,
            profiles::profiles_connect,
            profiles::profiles_export,
            profiles::profiles_list,
            profiles::profiles_patch,
            profiles::profiles_plan,
            profiles::profiles_remove,
            profiles::profiles_save,
            profiles::profiles_send,
            profiles::profiles_verify,
            providers::clouds_list,
            providers::providers_add,
            providers::providers_check,
            providers::providers_edit,
            providers::providers_import,
            providers::providers_import_cancel,
            providers::providers_import_candidates,
            providers::providers_list,
            providers::providers_pin,
            providers::providers_remove,
            providers::providers_reorder,
            providers::providers_rotate,
            providers::providers_test,
            providers::providers_test_stored,
            resources::resource_document,
            resources::resources_cancel,
            resources::resources_list,
            resources::resources_refresh,
            secret_backend::secret_backends,
            secret_backend::secret_backend_add_found,
            secret_backend::secret_backend_browser_cancel,
            secret_backend::secret_backend_browser_login,
            secret_backend::secret_backend_browser_wait,
            secret_backend::secret_backend_check,
            secret_backend::secret_backend_discover,
            secret_backend::secret_backend_get,
            secret_backend::secret_backend_login,
            secret_backend::secret_backend_move,
            secret_backend::secret_backend_plan,
            secret_backend::secret_backend_resume,
            secret_backend::secret_backend_retry,
            secret_backend::secret_backend_roll_back,
            secret_backend::secret_backend_use_vault,
            settings::settings_get,
            settings::settings_set,
            shell::app_info,
            shell::copy_text,
            shell::open_link,
            shell::palette_close,
            shell::record_input,
            signin::signin_cancel,
            signin::signin_choices,
            signin::signin_finish,
            signin::signin_open,
            signin::signin_redirect,
            signin::signin_start,
            ssh_keys::ssh_keys_add,
            ssh_keys::ssh_keys_list,
            ssh_keys::ssh_keys_remove,
            ssh_keys::ssh_keys_rename,
            terminal::terminal_ask,
            terminal::terminal_close,
            terminal::terminal_open,
            terminal::terminal_paste,
            terminal::terminal_resize,
            terminal::terminal_taken,
            terminal::terminal_write,
            vault::vault_add_keyring,
            vault::vault_confirm_recovery,
            vault::vault_create,
            vault::vault_lock,
            vault::vault_replace_recovery,
            vault::vault_revoke_slot,
            vault::vault_set_password,
            vault::vault_status,
            vault::vault_unlock,
            vault::vault_verify,
        ])
        .events(collect_events![AppEventMessage])
        .error_handling(ErrorHandlingMode::Throw)
        // Types cross in one shape: nothing here reads otherwise than it writes.
        .disable_serde_phases()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::{env, fs};

    use specta_typescript::Typescript;

    const BINDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/lib/ipc/bindings.ts");
    const CAPABILITIES: [&str; 2] =
        [include_str!("../capabilities/main.json"), include_str!("../capabilities/palette.json")];

    /// With `NEXUS_WRITE_BINDINGS` set (`make types`) the file is written instead of compared.
    #[test]
    fn the_page_has_the_current_types() {
        let fresh = tempfile::NamedTempFile::new().expect("a temporary file");
        super::builder().export(Typescript::default(), fresh.path()).expect("exports");
        let fresh = fs::read_to_string(fresh.path()).expect("reads");
        if env::var_os("NEXUS_WRITE_BINDINGS").is_some() {
            fs::write(BINDINGS, &fresh).expect("writes");
        }
        let committed = fs::read_to_string(BINDINGS).expect("reads");
        assert!(committed == fresh, "bindings.ts is out of date: run `make types`");
    }

    #[test]
    fn the_capabilities_list_every_command_and_nothing_else() {
        let bindings = fs::read_to_string(BINDINGS).expect("reads");
        let called: BTreeSet<_> = bindings
            .lines()
            .filter_map(|line| line.split_once("__TAURI_INVOKE<")?.1.split('"').nth(1))
            .map(|command| format!("allow-{}", command.replace('_', "-")))
            .collect();
        let allowed: BTreeSet<_> = CAPABILITIES
            .into_iter()
            .flat_map(permissions)
            .filter(|permission| permission.starts_with("allow-"))
            .collect();
        assert!(!called.is_empty());
        assert_eq!(allowed, called);
    }

    fn permissions(capability: &str) -> Vec<String> {
        let capability: serde_json::Value = serde_json::from_str(capability).expect("JSON");
        serde_json::from_value(capability["permissions"].clone()).expect("a list")
    }
}
