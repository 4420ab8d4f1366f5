//! Sessions in tabs of the window.

use nexus_app::{App, ConnectRequest, OpenedTerminal, PtyEvent, TerminalSize};
use nexus_model::{ErrorCode, Failure, MachineKey, Secret};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt;

use super::Result;
use crate::window;

/// Has the main window open a session in a tab, and brings it to the front.
#[tauri::command]
#[specta::specta]
pub(crate) async fn terminal_ask(
    shell: AppHandle,
    app: State<'_, App>,
    machine: MachineKey,
) -> Result<()> {
    app.ask_for_terminal(machine).await?;
    window::raise(&shell);
    Ok(())
}

/// Opens a session whose events arrive on a channel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn terminal_open(
    app: State<'_, App>,
    request: ConnectRequest,
    size: TerminalSize,
    events: Channel<PtyEvent>,
) -> Result<OpenedTerminal> {
    let tell = move |event| {
        if let Err(error) = events.send(event) {
            tracing::warn!(%error, "a session's output did not reach the page");
        }
    };
    app.open_terminal(request, size, tell).await
}

/// Sends what was typed. The page waits for one call to end before it sends the next.
#[tauri::command]
#[specta::specta]
pub(crate) async fn terminal_write(app: State<'_, App>, id: u32, text: String) -> Result<()> {
    app.write_terminal(id, text).await
}

/// Sends what the clipboard holds, which the page does not get to see.
#[tauri::command]
#[specta::specta]
pub(crate) async fn terminal_paste(
    shell: AppHandle,
    app: State<'_, App>,
    id: u32,
    bracketed: bool,
) -> Result<()> {
    let text = shell.clipboard().read_text().map(Secret::new).map_err(|_| {
        Failure::new(ErrorCode::NotFound, "paste", "The clipboard holds no text.", "Copy a text.")
    })?;
    app.paste_in_terminal(id, &text, bracketed).await
}

/// Tells a session another size.
#[tauri::command]
#[specta::specta]
pub(crate) async fn terminal_resize(
    app: State<'_, App>,
    id: u32,
    size: TerminalSize,
) -> Result<()> {
    app.resize_terminal(id, size).await
}

/// Says how many pieces of output are shown, so that more may come.
#[tauri::command]
#[specta::specta]
pub(crate) async fn terminal_taken(app: State<'_, App>, id: u32, pieces: u32) -> Result<()> {
    app.take_terminal_output(id, pieces);
    Ok(())
}

/// Ends a session.
#[tauri::command]
#[specta::specta]
pub(crate) async fn terminal_close(app: State<'_, App>, id: u32) -> Result<()> {
    app.close_terminal(id);
    Ok(())
}
