//! Profiles of APIs that are not clouds, and requests by them.

use nexus_app::{
    App, Applied, CatalogueEntry, ConnectionCard, PlannedChange, Profile, ProfileCard,
    ProfileChanges, ProfileFile, ProfileFormat, ProfileReply, ProfileRequest,
};
use nexus_model::{ConnectionId, Fields, ProfileId, SecretFields};
use tauri::State;

use super::Result;

/// Every profile with its connections.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles_list(app: State<'_, App>) -> Result<Vec<ProfileCard>> {
    app.profiles().await
}

/// The ready profiles.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles_catalogue(app: State<'_, App>) -> Result<Vec<CatalogueEntry>> {
    Ok(app.profile_catalogue())
}

/// Creates or replaces a profile. A secret that is not given stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles_save(
    app: State<'_, App>,
    id: Option<ProfileId>,
    profile: Profile,
    secrets: SecretFields,
) -> Result<ProfileCard> {
    app.save_profile(id, profile, secrets).await
}

/// Changes single fields of a profile.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles_patch(
    app: State<'_, App>,
    id: ProfileId,
    changes: ProfileChanges,
    secrets: SecretFields,
) -> Result<ProfileCard> {
    app.patch_profile(id, changes, secrets).await
}

/// Deletes a profile; tells how many connections were wiped with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles_remove(app: State<'_, App>, id: ProfileId) -> Result<u32> {
    app.remove_profile(id).await
}

/// What applying files would change. Changes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles_plan(
    app: State<'_, App>,
    files: Vec<ProfileFile>,
) -> Result<Vec<PlannedChange>> {
    app.plan_profiles(&files).await
}

/// Applies files: all or none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles_apply(
    app: State<'_, App>,
    files: Vec<ProfileFile>,
) -> Result<Applied> {
    app.apply_profiles(&files).await
}

/// Profiles as a file, without their secrets.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles_export(
    app: State<'_, App>,
    ids: Vec<ProfileId>,
    format: ProfileFormat,
) -> Result<String> {
    app.export_profiles(&ids, format).await
}

/// Connects to a profile's API with a typed credential.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles_connect(
    app: State<'_, App>,
    profile: ProfileId,
    name: String,
    secrets: SecretFields,
    fields: Fields,
) -> Result<ConnectionCard> {
    app.connect_profile(profile, &name, secrets, &fields).await
}

/// Sends a request to the profile's user info endpoint, or to this path.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles_verify(
    app: State<'_, App>,
    connection: ConnectionId,
    path: Option<String>,
) -> Result<ProfileReply> {
    app.verify_profile(connection, path.as_deref()).await
}

/// Sends a request with the profile's authentication.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles_send(
    app: State<'_, App>,
    connection: ConnectionId,
    request: ProfileRequest,
) -> Result<ProfileReply> {
    app.send_request(connection, &request).await
}
