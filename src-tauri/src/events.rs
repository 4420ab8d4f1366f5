use nexus_app::App;
use nexus_model::Failure;
use serde::Serialize;
use tauri::AppHandle;
use tauri_specta::Event;
use tokio::sync::broadcast::error::RecvError;

use crate::{notify, window};

/// What changed, as it crosses to the page.
#[derive(Clone, Serialize, specta::Type, Event)]
#[serde(transparent)]
#[tauri_specta(event_name = "app-event")]
pub(crate) struct AppEventMessage(nexus_app::AppEvent);

/// Carries every event of the app to the page.
pub(crate) fn forward(shell: &AppHandle, app: &App) {
    let shell = shell.clone();
    let app = app.clone();
    let mut events = app.events();
    tauri::async_runtime::spawn(async move {
        loop {
            let event = match events.recv().await {
                Ok(event) => event,
                // The page missed something: telling how the vault stands makes it read all anew.
                Err(RecvError::Lagged(_)) => match app.vault_status().await {
                    Ok(status) => nexus_app::AppEvent::VaultChanged { status },
                    Err(_) => continue,
                },
                Err(RecvError::Closed) => return,
            };
            match &event {
                nexus_app::AppEvent::ReconnectNeeded { name, failure, .. }
                | nexus_app::AppEvent::ConnectionLost { name, failure, .. } => {
                    notify_reconnect(&shell, &app, name, failure).await;
                }
                // The person is in the browser, and goes on here.
                nexus_app::AppEvent::SignInEnded { .. } => window::raise(&shell),
                _ => {}
            }
            if let Err(error) = AppEventMessage(event).emit(&shell) {
                tracing::warn!(%error, "an event did not reach the page");
            }
        }
    });
}

/// Tells on the desktop that a credential has stopped working, unless the person wants it quiet.
async fn notify_reconnect(shell: &AppHandle, app: &App, name: &str, failure: &Failure) {
    if !app.settings().await.is_ok_and(|settings| settings.notify) {
        return;
    }
    notify::show(shell, &format!("{name}: reconnect"), &failure.message);
}
