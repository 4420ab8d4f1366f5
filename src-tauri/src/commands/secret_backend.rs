//! Where credentials are kept.

use nexus_app::{
    AddedSecret, App, BackendDescriptor, BackendDraft, BackendPrompt, FoundSecret, PlannedMove,
    SecretBackendStatus,
};
use nexus_model::SecretFields;
use tauri::State;

use super::Result;

/// Every place where credentials can be kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backends(app: State<'_, App>) -> Result<Vec<BackendDescriptor>> {
    Ok(app.secret_backends())
}

/// Where they are kept and how that stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_get(app: State<'_, App>) -> Result<SecretBackendStatus> {
    app.secret_backend().await
}

/// Tries a place without changing anything.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_check(
    app: State<'_, App>,
    draft: BackendDraft,
) -> Result<SecretBackendStatus> {
    app.check_secret_backend(draft).await
}

/// Logs in to the place in force.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_login(
    app: State<'_, App>,
    secrets: SecretFields,
) -> Result<SecretBackendStatus> {
    app.login_secret_backend(secrets).await
}

/// Begins a login in the browser to a place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_browser_login(
    app: State<'_, App>,
    draft: BackendDraft,
) -> Result<BackendPrompt> {
    app.start_backend_login(draft).await
}

/// Waits for the login in the browser, and tells how the place stands with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_browser_wait(
    app: State<'_, App>,
) -> Result<SecretBackendStatus> {
    app.wait_for_backend_login().await
}

/// Ends the login in the browser.
#[tauri::command]
#[specta::specta]
pub(crate) fn secret_backend_browser_cancel(app: State<'_, App>) {
    app.cancel_backend_login();
}

/// Asks the place in force again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_retry(app: State<'_, App>) -> Result<SecretBackendStatus> {
    app.retry_secret_backend().await
}

/// Uses the vault until it is locked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_use_vault(app: State<'_, App>) -> Result<SecretBackendStatus> {
    app.use_vault_for_session().await
}

/// What a move would move.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_plan(
    app: State<'_, App>,
    draft: BackendDraft,
) -> Result<Vec<PlannedMove>> {
    app.plan_secret_move(draft).await
}

/// Moves every credential to another place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_move(
    app: State<'_, App>,
    draft: BackendDraft,
) -> Result<SecretBackendStatus> {
    app.move_secrets(draft).await
}

/// Goes on with a move that was cut off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_resume(app: State<'_, App>) -> Result<SecretBackendStatus> {
    app.resume_secret_move().await
}

/// Takes a move back that was cut off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_roll_back(app: State<'_, App>) -> Result<SecretBackendStatus> {
    app.roll_back_secret_move().await
}

/// The providers and SSH keys that others keep in the same place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_discover(app: State<'_, App>) -> Result<Vec<FoundSecret>> {
    app.discover_secrets().await
}

/// Adds what was found.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_backend_add_found(
    app: State<'_, App>,
    owners: Vec<String>,
) -> Result<Vec<AddedSecret>> {
    app.add_found(&owners).await
}
