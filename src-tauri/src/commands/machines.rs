//! Machines of every provider.

use nexus_app::App;
use nexus_model::{Machine, ProviderId};
use tauri::State;

use super::Result;

/// The last known machines of every provider.
#[tauri::command]
#[specta::specta]
pub(crate) async fn machines_list(app: State<'_, App>) -> Result<Vec<Machine>> {
    app.machines(None).await
}

/// Starts to list the machines of one provider, or of all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn machines_refresh(
    app: State<'_, App>,
    provider: Option<ProviderId>,
) -> Result<()> {
    app.start_refresh(provider).await
}

/// Stops the listing of one provider, or of all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn machines_cancel(
    app: State<'_, App>,
    provider: Option<ProviderId>,
) -> Result<()> {
    app.cancel_refresh(provider).await;
    Ok(())
}

/// The cloud's own document of a machine, as JSON text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn machine_document(
    app: State<'_, App>,
    provider: ProviderId,
    region: String,
    id: String,
) -> Result<String> {
    app.machine_document(provider, &region, &id).await
}
