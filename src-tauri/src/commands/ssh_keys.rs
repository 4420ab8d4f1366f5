//! Private SSH keys that are kept.

use nexus_app::{App, NewSshKey};
use nexus_model::{SshKey, SshKeyId};
use tauri::State;

use super::Result;

/// Keeps a key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ssh_keys_add(app: State<'_, App>, key: NewSshKey) -> Result<SshKey> {
    app.add_ssh_key(key).await
}

/// What may be shown of all of them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ssh_keys_list(app: State<'_, App>) -> Result<Vec<SshKey>> {
    app.ssh_keys().await
}

/// Removes a key and wipes it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ssh_keys_remove(app: State<'_, App>, id: SshKeyId) -> Result<()> {
    app.remove_ssh_key(&id.to_string()).await.map(drop)
}

/// Gives a key another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ssh_keys_rename(
    app: State<'_, App>,
    id: SshKeyId,
    name: String,
) -> Result<SshKey> {
    app.rename_ssh_key(&id.to_string(), &name).await
}
