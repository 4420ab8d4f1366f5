//! What the person can set.

use nexus_app::App;
use nexus_model::Settings;
use tauri::{AppHandle, State};

use super::Result;
use crate::{autostart, shortcut};

/// What the person has set.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings_get(app: State<'_, App>) -> Result<Settings> {
    app.settings().await
}

/// Keeps new settings, once the system has taken what it has a part in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings_set(
    shell: AppHandle,
    app: State<'_, App>,
    settings: Settings,
) -> Result<()> {
    let before = app.settings().await?;
    if before.global_shortcut != settings.global_shortcut {
        shortcut::set(&shell, settings.global_shortcut.as_deref())?;
    }
    if before.start_at_login != settings.start_at_login {
        autostart::set(&shell, settings.start_at_login)?;
    }
    app.set_settings(settings).await
}
