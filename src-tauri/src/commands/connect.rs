//! From a machine to a session, and what a person keeps about machines.

use nexus_app::{
    App, ConnectRequest, Connected, DesktopClientChoice, Found, HostKey, MarkEdit, Offer,
    PasswordRequest, Preferences, TerminalChoice,
};
use nexus_model::{MachineKey, Mark};
use serde::Serialize;
use tauri::State;

use super::Result;

/// Opens a session in the person's own terminal.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_open(
    app: State<'_, App>,
    request: ConnectRequest,
) -> Result<Connected> {
    app.connect(request).await
}

/// Opens a machine's desktop in the person's program for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_desktop(
    app: State<'_, App>,
    request: ConnectRequest,
) -> Result<Connected> {
    app.open_desktop(request).await
}

/// The programs for remote desktops that are installed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_desktop_clients(
    app: State<'_, App>,
) -> Result<Vec<DesktopClientChoice>> {
    Ok(app.desktop_clients())
}

/// A user and a password that a person asked to see.
#[derive(Serialize, specta::Type)]
pub(crate) struct ShownLogin {
    user: String,
    password: String,
}

/// The first password of a Windows machine.
#[tauri::command]
#[specta::specta]
pub(crate) async fn machines_password(
    app: State<'_, App>,
    request: PasswordRequest,
) -> Result<ShownLogin> {
    let login = app.windows_password(request).await?;
    Ok(ShownLogin { user: login.user, password: login.password.expose().to_owned() })
}

/// The command that connects to a machine, to be typed into a terminal.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_command(app: State<'_, App>, machine: MachineKey) -> Result<String> {
    app.connect_command(&machine).await
}

/// The host keys that are pinned to a machine.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_host_keys(
    app: State<'_, App>,
    machine: MachineKey,
) -> Result<Vec<HostKey>> {
    app.host_keys(&machine).await
}

/// Forgets the host keys that are pinned to a machine.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_forget_host_key(
    app: State<'_, App>,
    machine: MachineKey,
) -> Result<()> {
    app.forget_host_key(&machine).await
}

/// Every route to a machine, with why it is taken or not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_routes(app: State<'_, App>, machine: MachineKey) -> Result<Vec<Offer>> {
    app.connect_routes(&machine).await
}

/// How the person wants to connect to which machines.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_preferences(app: State<'_, App>) -> Result<Preferences> {
    app.connect_preferences().await
}

/// Replaces how the person wants to connect to which machines.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_set_preferences(
    app: State<'_, App>,
    preferences: Preferences,
) -> Result<()> {
    app.set_connect_preferences(&preferences).await
}

/// The terminals that are installed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_terminals(app: State<'_, App>) -> Result<Vec<TerminalChoice>> {
    Ok(app.terminals())
}

/// The machines that a few keys mean, best first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn machines_find(app: State<'_, App>, query: String) -> Result<Vec<Found>> {
    app.find_machines(&query).await
}

/// What is kept about machines.
#[tauri::command]
#[specta::specta]
pub(crate) async fn machines_marks(app: State<'_, App>) -> Result<Vec<Mark>> {
    app.marks().await
}

/// Changes what is kept about a machine.
#[tauri::command]
#[specta::specta]
pub(crate) async fn machines_mark(
    app: State<'_, App>,
    machine: MachineKey,
    edit: MarkEdit,
) -> Result<Mark> {
    app.mark_machine(&machine, edit).await
}
