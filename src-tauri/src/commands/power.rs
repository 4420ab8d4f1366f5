//! Machines started, stopped and rebooted.

use nexus_app::{App, PowerOutcome};
use nexus_model::{MachineKey, PowerAction};
use tauri::State;

use super::Result;

/// Starts, stops or reboots machines, and returns when each has settled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn machines_power(
    app: State<'_, App>,
    machines: Vec<MachineKey>,
    action: PowerAction,
) -> Result<Vec<PowerOutcome>> {
    app.machines_power(machines, action).await
}
