//! The shell: a window over the use cases of `nexus-app`.
//!
//! Commands call one function of the app each; events carry what changed to the page. Nothing here
//! decides anything.

mod arguments;
mod autostart;
mod bindings;
mod commands;
mod environment;
mod events;
mod links;
mod notify;
mod palette;
mod shortcut;
mod tray;
mod window;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use nexus_app::{App, OsKeychain, Registry};
use tauri::{AppHandle, Manager};

use tauri_plugin_window_state::StateFlags;

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
    let Arguments { hidden, search, .. } = arguments;
    let vault = arguments.vault_path()?;
    let app = App::new(vault, Registry::standard(), Arc::new(OsKeychain));
    let page = bindings::builder();
    let handler = page.invoke_handler();
    autostart::prepare(tauri::Builder::default())
        .plugin(tauri_plugin_single_instance::init(started_again))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(
            tauri_plugin_window_state::Builder::default()
                // Whether it is shown is decided at each start.
                .with_state_flags(StateFlags::all() & !StateFlags::VISIBLE)
                .with_denylist(&[palette::PALETTE])
                .build(),
        )
        .plugin(tauri_plugin_global_shortcut::Builder::new().build())
        .invoke_handler(handler)
        .on_window_event(|window, event| {
            tray::on_close(window, event);
            palette::on_event(window, event);
        })
        .setup(move |shell| {
            page.mount_events(shell);
            shell.manage(app.clone());
            shell.manage(tray::Keep::follow(&app, shell.handle()));
            shell.manage(shortcut::Taken::default());
            shortcut::follow(shell.handle(), &app);
            palette::follow(shell.handle(), &app);
            events::forward(shell.handle(), &app);
            tauri::async_runtime::spawn(async move {
                app.auto_lock(nexus_app::system_presence().await).await;
            });
            let app = shell.state::<App>().inner().clone();
            let checked = app.clone();
            tauri::async_runtime::spawn(async move {
                checked.keep_checking(Duration::from_secs(60)).await;
            });
            window::open(shell.handle(), !hidden)?;
            links::handle(shell.handle(), &app);
            if let Err(error) = tray::install(shell.handle(), &app) {
                tracing::warn!(%error, "this system has no tray");
            }
            if hidden {
                show_without_tray(shell.handle());
            }
            if search {
                palette::open(shell.handle());
            }
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|shell, event| {
            if let tauri::RunEvent::Exit = event {
                let app = shell.state::<App>().inner().clone();
                tauri::async_runtime::block_on(async {
                    app.end_sessions().await;
                    // The vault's last page is written and its key forgotten before the process ends.
                    let _ = app.lock_vault("the app was closed").await;
                });
            }
        });
    Ok(())
}

/// The app was started once more, which ends there: what it was started for is done here.
fn started_again(shell: &AppHandle, arguments: Vec<String>, _folder: String) {
    match Arguments::try_parse_from(arguments) {
        Ok(Arguments { search: true, .. }) => palette::open(shell),
        // It runs in the tray already.
        Ok(Arguments { hidden: true, .. }) => {}
        _ => window::raise(shell),
    }
}

/// A window that was not shown at the start is, on a desktop without a tray to get it from.
fn show_without_tray(shell: &AppHandle) {
    let shell = shell.clone();
    tauri::async_runtime::spawn(async move {
        if !tray::comes_up().await {
            window::raise(&shell);
        }
    });
}
