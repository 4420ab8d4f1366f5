//! Starting with the person's session. The system keeps whether the app does.

use nexus_model::{ErrorCode, Failure};
use tauri::AppHandle;
use tauri_plugin_autostart::ManagerExt;

/// Tells the system whether to start the app at login.
///
/// # Errors
/// `internal` if the system does not take it.
pub(crate) fn set(shell: &AppHandle, wanted: bool) -> Result<(), Failure> {
    let system = shell.autolaunch();
    let done = if wanted { system.enable() } else { system.disable() };
    done.map_err(|error| {
        tracing::warn!(%error, "starting at login was refused");
        Failure::new(
            ErrorCode::Internal,
            "start at login",
            "The system did not take the app among the programs that it starts at login.",
            "Add it in the system's own settings, with the argument --hidden.",
        )
        .in_field("start_at_login")
    })
}
