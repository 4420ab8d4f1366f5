//! Signing in: to clouds, and to APIs that profiles describe.

use nexus_app::{App, Choice, Chosen, Imported, SignInPrompt, SignInRequest};
use nexus_model::ConnectionId;
use tauri::State;

use super::Result;

/// The exact redirect URI to register before a sign-in; none for one by a code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn signin_redirect(
    app: State<'_, App>,
    request: SignInRequest,
) -> Result<Option<String>> {
    app.sign_in_redirect(&request).await
}

/// Begins a sign-in and opens its page in the person's browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn signin_start(
    app: State<'_, App>,
    request: SignInRequest,
) -> Result<SignInPrompt> {
    app.start_sign_in(&request).await
}

/// Opens the page of a sign-in once more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn signin_open(app: State<'_, App>, connection: ConnectionId) -> Result<()> {
    app.open_sign_in(connection)
}

/// Ends a sign-in that is waited for, or what is being set up after it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn signin_cancel(app: State<'_, App>, connection: ConnectionId) -> Result<()> {
    app.cancel_sign_in(connection).await
}

/// What a connection can become providers of.
#[tauri::command]
#[specta::specta]
pub(crate) async fn signin_choices(
    app: State<'_, App>,
    connection: ConnectionId,
) -> Result<Vec<Choice>> {
    app.sign_in_choices(connection).await
}

/// Makes each choice a provider.
#[tauri::command]
#[specta::specta]
pub(crate) async fn signin_finish(
    app: State<'_, App>,
    connection: ConnectionId,
    choices: Vec<Chosen>,
) -> Result<Vec<Imported>> {
    app.finish_sign_in(connection, choices).await
}
