//! What every provider has.

use nexus_app::App;
use nexus_model::{ProviderId, Resource, ResourceKey};
use tauri::State;

use super::Result;

/// The last known resources of every provider.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resources_list(app: State<'_, App>) -> Result<Vec<Resource>> {
    app.resources(None).await
}

/// Starts to list the resources of one provider, or of all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resources_refresh(
    app: State<'_, App>,
    provider: Option<ProviderId>,
) -> Result<()> {
    app.start_refresh(provider).await
}

/// Stops the listing of one provider, or of all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resources_cancel(
    app: State<'_, App>,
    provider: Option<ProviderId>,
) -> Result<()> {
    app.cancel_refresh(provider).await;
    Ok(())
}

/// The cloud's own document of a resource, as JSON text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resource_document(
    app: State<'_, App>,
    provider: ProviderId,
    region: String,
    key: ResourceKey,
) -> Result<String> {
    app.resource_document(provider, &region, &key).await
}
