//! What the person can set.

use nexus_app::App;
use nexus_model::Settings;
use tauri::State;

use super::Result;

/// What the person has set.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings_get(app: State<'_, App>) -> Result<Settings> {
    app.settings().await
}

/// Keeps new settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings_set(app: State<'_, App>, settings: Settings) -> Result<()> {
    app.set_settings(settings).await
}
