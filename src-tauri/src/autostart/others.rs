//! macOS and Windows, by Tauri's plugin.

use tauri::{AppHandle, Builder, Wry};
use tauri_plugin_autostart::{Error, ManagerExt};

use super::ARGUMENT;

/// Brings what is needed into the app.
pub(crate) fn prepare(builder: Builder<Wry>) -> Builder<Wry> {
    builder.plugin(tauri_plugin_autostart::Builder::new().arg(ARGUMENT).build())
}

pub(super) fn set(shell: &AppHandle, wanted: bool) -> Result<(), Error> {
    let system = shell.autolaunch();
    if wanted { system.enable() } else { system.disable() }
}
