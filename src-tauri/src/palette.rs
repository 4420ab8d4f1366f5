//! The search alone, in a small window over whatever the person is doing.

use nexus_app::{App, AppEvent, VaultState};
use tauri::{AppHandle, Manager, Window, WindowEvent};
use tokio::sync::broadcast::error::RecvError;

use crate::window;

/// Label of the window, which its capability names.
pub(crate) const PALETTE: &str = "palette";

/// The page of the app that shows the search alone.
const PAGE: &str = "index.html#palette";

/// Closes it when the vault is locked, and with it all that it shows.
pub(crate) fn follow(shell: &AppHandle, app: &App) {
    let (shell, app, mut events) = (shell.clone(), app.clone(), app.events());
    tauri::async_runtime::spawn(async move {
        loop {
            match events.recv().await {
                Ok(AppEvent::VaultChanged { .. }) | Err(RecvError::Lagged(_)) => {}
                Ok(_) => continue,
                Err(RecvError::Closed) => return,
            }
            if is_open(&app).await {
                continue;
            }
            if let Err(error) = close(&shell) {
                tracing::warn!(%error, "the search could not be closed");
            }
        }
    });
}

async fn is_open(app: &App) -> bool {
    app.vault_status().await.is_ok_and(|status| status.state == VaultState::Unlocked)
}

/// Opens it, or the main window while there is nothing to search.
pub(crate) fn open(shell: &AppHandle) {
    let (shell, app) = (shell.clone(), shell.state::<App>().inner().clone());
    // A window made within an event's handler would wait for itself on Windows.
    tauri::async_runtime::spawn(async move {
        if !is_open(&app).await {
            return window::raise(&shell);
        }
        if let Err(error) = show(&shell) {
            tracing::warn!(%error, "the search could not be opened");
        }
    });
}

fn show(shell: &AppHandle) -> tauri::Result<()> {
    if let Some(window) = shell.get_webview_window(PALETTE) {
        return window.set_focus();
    }
    window::page(shell, PALETTE, PAGE)
        .title("Nexus Access Vault: search")
        .inner_size(720.0, 520.0)
        .resizable(false)
        .decorations(false)
        .always_on_top(true)
        .skip_taskbar(true)
        .center()
        .focused(true)
        .build()?;
    Ok(())
}

/// Closes it.
pub(crate) fn close(shell: &AppHandle) -> tauri::Result<()> {
    shell.get_webview_window(PALETTE).map_or(Ok(()), |window| window.destroy())
}

/// Closes it when the person turns to something else.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    if window.label() == PALETTE
        && matches!(event, WindowEvent::Focused(false))
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "the search could not be closed");
    }
}
