//! The vault's life.

use nexus_app::{App, NewVaultRequest, UnlockRequest, VaultStatus, VerifyReport};
use nexus_model::Secret;
use tauri::State;
use uuid::Uuid;

use super::Result;

/// How the vault stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_status(app: State<'_, App>) -> Result<VaultStatus> {
    app.vault_status().await
}

/// Creates the vault and returns its recovery key, the only time it is ever shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_create(app: State<'_, App>, request: NewVaultRequest) -> Result<String> {
    Ok(app.create_vault(request).await?.expose().to_owned())
}

/// The person has kept the recovery key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_confirm_recovery(app: State<'_, App>) -> Result<()> {
    app.confirm_recovery().await
}

/// Unlocks the vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_unlock(app: State<'_, App>, request: UnlockRequest) -> Result<()> {
    app.unlock_vault(request).await
}

/// Locks the vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_lock(app: State<'_, App>) -> Result<()> {
    app.lock_vault("by the person").await
}

/// Sets or replaces the master password.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_set_password(app: State<'_, App>, password: Secret) -> Result<()> {
    app.set_password(password).await
}

/// Lets the operating system's keyring unlock the vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_add_keyring(app: State<'_, App>) -> Result<()> {
    app.add_keyring().await
}

/// Takes one way to unlock away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_revoke_slot(app: State<'_, App>, id: Uuid) -> Result<()> {
    app.revoke_slot(id).await
}

/// Makes a new recovery key and returns it, the only time it is ever shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_replace_recovery(app: State<'_, App>) -> Result<String> {
    Ok(app.replace_recovery().await?.expose().to_owned())
}

/// Checks the whole vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_verify(app: State<'_, App>) -> Result<VerifyReport> {
    app.verify_vault().await
}
