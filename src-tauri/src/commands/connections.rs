//! Connections that people have signed in to.

use nexus_app::{App, ConnectionCard, DisconnectOutcome};
use nexus_model::ConnectionId;
use tauri::State;

use super::Result;

/// Every connection in order.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connections_list(app: State<'_, App>) -> Result<Vec<ConnectionCard>> {
    app.connections().await
}

/// Renews a connection's token now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connections_refresh(
    app: State<'_, App>,
    id: ConnectionId,
) -> Result<ConnectionCard> {
    app.refresh_connection(id).await
}

/// Gives a connection another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connections_rename(
    app: State<'_, App>,
    id: ConnectionId,
    name: String,
) -> Result<()> {
    app.rename_connection(id, &name).await
}

/// Ends a connection: its tokens are revoked and wiped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connections_disconnect(
    app: State<'_, App>,
    id: ConnectionId,
    force: bool,
) -> Result<DisconnectOutcome> {
    app.disconnect(id, force).await
}
