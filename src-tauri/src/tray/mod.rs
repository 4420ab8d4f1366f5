//! The tray: the machines a person reaches for, one click away.

mod closing;
mod entry;
mod host;
mod menu;
mod words;

pub(crate) use closing::{Keep, on_close};
pub(crate) use host::comes_up;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nexus_app::{App, AppEvent};
use tauri::AppHandle;
use tauri::tray::TrayIconBuilder;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::oneshot;

use self::entry::{Action, Entry};
use self::menu::DrawnMenu;
use self::words::Words;
use crate::{notify, window};

/// The tray's id, and its icon's name on Linux.
const TRAY: &str = "nexus-access-vault";

/// How long changes are gathered before the menu is drawn again: a listing brings a batch every
/// few milliseconds, and nobody reads a menu faster.
const GATHER: Duration = Duration::from_millis(250);

/// What a click on an item does, by the item's id.
type Actions = Arc<Mutex<HashMap<String, Action>>>;

/// Puts the tray up and keeps its menu current for as long as the app runs.
///
/// # Errors
/// When the system has no tray, or refuses an icon.
pub(crate) fn install(shell: &AppHandle, app: &App) -> tauri::Result<()> {
    let mut drawn = DrawnMenu::new(shell)?;
    drawn.show(&entry::locked(Words::of(None)))?;
    let actions = Actions::default();
    let (clicks, clicked) = (app.clone(), Arc::clone(&actions));
    let mut builder = TrayIconBuilder::with_id(TRAY)
        .menu(drawn.root())
        .tooltip("Nexus Access Vault")
        .show_menu_on_left_click(true)
        .on_menu_event(move |shell, event| {
            let actions = clicked.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(action) = actions.get(&event.id().0).cloned() {
                drop(actions);
                act(shell, &clicks, action);
            }
        });
    if let Some(icon) = shell.default_window_icon() {
        builder = builder.icon(icon.clone());
    }
    builder.build(shell)?;
    remember(&actions, &drawn);
    let (shell, app) = (shell.clone(), app.clone());
    tauri::async_runtime::spawn(keep_current(shell, app, drawn, actions));
    Ok(())
}

async fn keep_current(shell: AppHandle, app: App, mut drawn: DrawnMenu, actions: Actions) {
    let mut events = app.events();
    let mut words = Words::of(None);
    loop {
        // While it is locked, the language that was known last stays.
        if let Ok(settings) = app.settings().await {
            words = Words::of(settings.language.as_deref());
        }
        let entries = match app.quick_menu().await {
            Ok(menu) => entry::unlocked(&menu, words),
            Err(_) => entry::locked(words),
        };
        drawn = match redraw(&shell, drawn, entries, &actions).await {
            Some(drawn) => drawn,
            None => return,
        };
        if !menu_changes(&mut events).await {
            return;
        }
    }
}

/// Draws on the main thread, where menus live; `None` when the app ends.
async fn redraw(
    shell: &AppHandle,
    mut drawn: DrawnMenu,
    entries: Vec<Entry>,
    actions: &Actions,
) -> Option<DrawnMenu> {
    let (tell, told) = oneshot::channel();
    let actions = Arc::clone(actions);
    let draw = move || {
        if let Err(error) = drawn.show(&entries) {
            tracing::warn!(%error, "the tray's menu could not be drawn whole");
        }
        remember(&actions, &drawn);
        // Nobody waits any more when the app ends.
        let _ = tell.send(drawn);
    };
    shell.run_on_main_thread(draw).ok()?;
    told.await.ok()
}

fn remember(actions: &Actions, drawn: &DrawnMenu) {
    *actions.lock().unwrap_or_else(PoisonError::into_inner) = drawn.actions();
}

/// Waits until the menu may be out of date, a lock at once and anything else gathered; `false`
/// when nothing will change any more.
async fn menu_changes(events: &mut Receiver<AppEvent>) -> bool {
    loop {
        match events.recv().await {
            Ok(AppEvent::VaultChanged { .. }) | Err(RecvError::Lagged(_)) => return true,
            Ok(event) if concerns_menu(&event) => break,
            Ok(_) => {}
            Err(RecvError::Closed) => return false,
        }
    }
    let gathered = tokio::time::timeout(GATHER, async {
        loop {
            match events.recv().await {
                Ok(AppEvent::VaultChanged { .. }) | Err(RecvError::Lagged(_)) => return true,
                Ok(_) => {}
                Err(RecvError::Closed) => return false,
            }
        }
    });
    gathered.await.unwrap_or(true)
}

fn concerns_menu(event: &AppEvent) -> bool {
    matches!(
        event,
        AppEvent::ProvidersChanged { .. }
            | AppEvent::ResourcesListed { .. }
            | AppEvent::ResourcesRemoved { .. }
            | AppEvent::ProviderRemoved { .. }
            | AppEvent::MachineMarked { .. }
            | AppEvent::SettingsChanged { .. }
    )
}

fn act(shell: &AppHandle, app: &App, action: Action) {
    let (shell, app) = (shell.clone(), app.clone());
    match action {
        Action::Show | Action::Unlock => window::raise(&shell),
        Action::Search => {
            window::raise(&shell);
            app.ask_to_search();
        }
        Action::Quit => shell.exit(0),
        Action::Connect(machine) => {
            tauri::async_runtime::spawn(async move {
                match app.connect_as_set(machine).await {
                    Ok(true) => window::raise(&shell),
                    Ok(false) => {}
                    Err(failure) => notify::tell(&shell, &failure),
                }
            });
        }
        Action::Sync => {
            tauri::async_runtime::spawn(async move {
                if let Err(failure) = app.start_refresh(None).await {
                    tracing::warn!(code = %failure.code, "the tray's sync could not start");
                }
            });
        }
        Action::Lock => {
            tauri::async_runtime::spawn(async move {
                if let Err(failure) = app.lock_vault("from the tray").await {
                    tracing::warn!(code = %failure.code, "the tray's lock left something behind");
                }
            });
        }
    }
}
