//! What only the desktop can do: links, the clipboard, what this program is.

use std::time::Duration;

use nexus_app::App;
use nexus_model::{ErrorCode, Failure, Secret};
use serde::Serialize;
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt;

use super::Result;
use crate::{links, palette};

/// What this program is.
#[derive(Serialize, specta::Type)]
pub(crate) struct AppInfo {
    version: &'static str,
    platform: &'static str,
}

/// What this program is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_info() -> Result<AppInfo> {
    Ok(AppInfo { version: env!("CARGO_PKG_VERSION"), platform: std::env::consts::OS })
}

/// The person did something.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_input(app: State<'_, App>) -> Result<()> {
    app.record_input();
    Ok(())
}

/// Closes the window that shows the search alone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn palette_close(shell: AppHandle) -> Result<()> {
    palette::close(&shell).map_err(|_| {
        Failure::new(
            ErrorCode::Internal,
            "close the search",
            "The system did not close the window.",
            "Turn to another window.",
        )
    })
}

/// Opens a page in the person's browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_link(shell: AppHandle, url: String) -> Result<()> {
    links::open(&shell, &url)
}

/// Copies a text. A secret is cleared from the clipboard again after the seconds returned, unless
/// something else was copied meanwhile.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_text(
    shell: AppHandle,
    app: State<'_, App>,
    text: Secret,
    secret: bool,
) -> Result<Option<u32>> {
    shell.clipboard().write_text(text.expose()).map_err(|_| {
        Failure::new(
            ErrorCode::Internal,
            "copy",
            "The system's clipboard does not answer.",
            "Select the text and copy it with the keyboard.",
        )
    })?;
    if !secret {
        return Ok(None);
    }
    let seconds = app.settings().await.unwrap_or_default().clipboard_clear_seconds;
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(Duration::from_secs(seconds.into())).await;
        let clipboard = shell.clipboard();
        if clipboard.read_text().is_ok_and(|now| now == text.expose()) {
            // The clipboard may have gone meanwhile; then there is nothing to clear.
            let _ = clipboard.clear();
        }
    });
    Ok(Some(seconds))
}
