//! Clouds and configured accounts.

use nexus_app::{
    App, Credential, Descriptor, ImportCandidate, ImportRequest, Imported, NewProvider,
    ProviderCard, ProviderEdit,
};
use nexus_model::{Identity, ProviderId, Secret};
use tauri::State;

use super::Result;

/// Every cloud with its ways to authenticate.
#[tauri::command]
#[specta::specta]
pub(crate) async fn clouds_list(app: State<'_, App>) -> Result<Vec<Descriptor>> {
    Ok(app.clouds())
}

/// Every provider in order.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_list(app: State<'_, App>) -> Result<Vec<ProviderCard>> {
    app.providers().await
}

/// Who a typed credential is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_test(app: State<'_, App>, provider: NewProvider) -> Result<Identity> {
    app.test_provider(&provider).await
}

/// Who a provider is, with a new credential if one is given.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_test_stored(
    app: State<'_, App>,
    id: ProviderId,
    credential: Option<Credential>,
) -> Result<Identity> {
    app.test_stored_provider(id, credential).await
}

/// Keeps a new provider.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_add(
    app: State<'_, App>,
    provider: NewProvider,
) -> Result<ProviderCard> {
    app.add_provider(provider).await
}

/// Changes a provider's name, endpoint or visible fields.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_edit(
    app: State<'_, App>,
    id: ProviderId,
    edit: ProviderEdit,
) -> Result<ProviderCard> {
    app.edit_provider(id, edit).await
}

/// Replaces a provider's credential.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_rotate(
    app: State<'_, App>,
    id: ProviderId,
    credential: Credential,
) -> Result<ProviderCard> {
    app.rotate_credential(id, credential).await
}

/// Removes a provider with all that belongs to it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_remove(app: State<'_, App>, id: ProviderId) -> Result<()> {
    app.remove_provider(id).await
}

/// Checks a provider's credential now, with a one-time code if its account wants one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_check(
    app: State<'_, App>,
    id: ProviderId,
    code: Option<Secret>,
) -> Result<ProviderCard> {
    app.check_provider(id, code).await
}

/// The accounts that other tools' files describe.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_import_candidates(
    app: State<'_, App>,
    request: ImportRequest,
) -> Result<Vec<ImportCandidate>> {
    app.import_candidates(&request).await
}

/// Adds accounts of other tools' files.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_import(
    app: State<'_, App>,
    request: ImportRequest,
    names: Vec<String>,
) -> Result<Vec<Imported>> {
    app.import_providers(&request, &names).await
}

/// Ends the import under way: what has not been added yet is not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_import_cancel(app: State<'_, App>) -> Result<()> {
    app.cancel_import();
    Ok(())
}

/// Keeps a provider at the top, or no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_pin(app: State<'_, App>, id: ProviderId, pinned: bool) -> Result<()> {
    app.pin_provider(id, pinned).await
}

/// Puts the providers in this order.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_reorder(app: State<'_, App>, ids: Vec<ProviderId>) -> Result<()> {
    app.reorder_providers(&ids).await
}
