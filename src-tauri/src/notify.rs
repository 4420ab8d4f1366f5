//! What is told on the desktop, where there may be no window to tell it in.

use nexus_model::Failure;
use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt;

/// Tells why something that was asked for outside the window did not come about.
pub(crate) fn tell(shell: &AppHandle, failure: &Failure) {
    show(shell, &failure.message, &failure.remedy);
}

/// Shows a notification. A desktop may have none; then it is logged that it did not arrive.
pub(crate) fn show(shell: &AppHandle, title: &str, body: &str) {
    if let Err(error) = shell.notification().builder().title(title).body(body).show() {
        tracing::warn!(%error, "the desktop shows no notifications");
    }
}
