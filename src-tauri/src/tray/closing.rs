//! What closing the window does.

use std::sync::atomic::{AtomicBool, Ordering};

use nexus_app::{App, AppEvent};
use tauri::{AppHandle, Manager, Window, WindowEvent};
use tokio::sync::broadcast::error::RecvError;

use super::host;
use crate::window::MAIN;

/// Whether the person wants the app kept in the tray. The setting itself is sealed, and the window
/// is closed while the vault is locked too.
pub(crate) struct Keep(AtomicBool);

impl Keep {
    /// As a person who has set nothing wants it, until the vault says otherwise.
    pub fn follow(app: &App, shell: &AppHandle) -> Self {
        let (app, shell, mut events) = (app.clone(), shell.clone(), app.events());
        tauri::async_runtime::spawn(async move {
            loop {
                match events.recv().await {
                    Ok(AppEvent::SettingsChanged { .. } | AppEvent::VaultChanged { .. })
                    | Err(RecvError::Lagged(_)) => {}
                    Ok(_) => continue,
                    Err(RecvError::Closed) => return,
                }
                // While it is locked, what was known last holds.
                if let Ok(settings) = app.settings().await {
                    shell.state::<Self>().0.store(settings.close_to_tray, Ordering::Relaxed);
                }
            }
        });
        Self(AtomicBool::new(true))
    }
}

/// Hides the window instead of ending the app, where the person wants it so and there is a tray to
/// get it back from.
pub(crate) fn on_close(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    if window.label() != MAIN || !window.state::<Keep>().0.load(Ordering::Relaxed) {
        return;
    }
    api.prevent_close();
    let window = window.clone();
    tauri::async_runtime::spawn(async move {
        let done = if host::is_there().await { window.hide() } else { window.destroy() };
        if let Err(error) = done {
            tracing::warn!(%error, "the window could not be closed");
        }
    });
}
