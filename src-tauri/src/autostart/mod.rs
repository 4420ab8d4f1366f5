//! Starting with the person's session. The system keeps whether the app does.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod others;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
use others as system;

pub(crate) use system::prepare;

use nexus_model::{ErrorCode, Failure};
use tauri::AppHandle;

/// What the app is told when the system has started it.
const ARGUMENT: &str = "--hidden";

/// Tells the system whether to start the app at login.
///
/// # Errors
/// `internal` if the system does not take it.
pub(crate) fn set(shell: &AppHandle, wanted: bool) -> Result<(), Failure> {
    system::set(shell, wanted).map_err(|error| {
        tracing::warn!(%error, "starting at login was refused");
        Failure::new(
            ErrorCode::Internal,
            "start at login",
            "The system did not take the app among the programs that it starts at login.",
            format!("Add it in the system's own settings, with the argument {ARGUMENT}."),
        )
        .in_field("start_at_login")
    })
}
