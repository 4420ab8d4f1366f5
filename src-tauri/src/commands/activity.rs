//! The audit log.

use nexus_app::{App, VerifyReport};
use nexus_model::AuditEntry;
use tauri::State;

use super::Result;

/// Entries before a sequence number, or the newest; newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity_list(
    app: State<'_, App>,
    before: Option<u32>,
    limit: u32,
) -> Result<Vec<AuditEntry>> {
    app.activity(before, limit).await
}

/// Checks the log's chain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity_verify(app: State<'_, App>) -> Result<VerifyReport> {
    app.verify_activity().await
}
