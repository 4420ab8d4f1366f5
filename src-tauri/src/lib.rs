//! The shell: a window over the use cases of `nexus-app`.
//!
//! Commands call one function of the app each; events carry what changed to the page. Nothing here
//! decides anything.

mod arguments;
mod bindings;
mod commands;
mod environment;
mod events;
mod links;
mod notify;
mod tray;
mod window;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use nexus_app::{App, OsKeychain, Registry};
use tauri::Manager;

use crate::arguments::Arguments;

/// Runs the app until its window is closed.
pub fn main() -> ExitCode {
    environment::prepare();
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the app could not start");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let vault = arguments.vault_path()?;
    let app = App::new(vault, Registry::standard(), Arc::new(OsKeychain));
    let page = bindings::builder();
    let handler = page.invoke_handler();
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|shell, _, _| window::raise(shell)))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .invoke_handler(handler)
        .on_window_event(tray::on_close)
        .setup(move |shell| {
            page.mount_events(shell);
            shell.manage(app.clone());
            shell.manage(tray::Keep::follow(&app, shell.handle()));
            events::forward(shell.handle(), &app);
            tauri::async_runtime::spawn(async move {
                app.auto_lock(nexus_app::system_presence().await).await;
            });
            let app = shell.state::<App>().inner().clone();
            let checked = app.clone();
            tauri::async_runtime::spawn(async move {
                checked.keep_checking(Duration::from_secs(60)).await;
            });
            window::open(shell.handle())?;
            links::handle(shell.handle(), &app);
            if let Err(error) = tray::install(shell.handle(), &app) {
                tracing::warn!(%error, "this system has no tray");
            }
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|shell, event| {
            if let tauri::RunEvent::Exit = event {
                let app = shell.state::<App>().inner().clone();
                // The vault's last page is written and its key forgotten before the process ends.
                let _ = tauri::async_runtime::block_on(app.lock_vault("the app was closed"));
            }
        });
    Ok(())
}
