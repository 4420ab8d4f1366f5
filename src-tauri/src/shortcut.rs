//! A key combination that opens the search from any program.

use std::sync::{Mutex, PoisonError};

use nexus_app::{App, AppEvent, VaultState};
use nexus_model::{ErrorCode, Failure};
use tauri::{AppHandle, Manager};
use tauri_plugin_global_shortcut::{GlobalShortcutExt, Shortcut, ShortcutState};
use tokio::sync::broadcast::error::RecvError;

use crate::{notify, palette};

const OPERATION: &str = "take the global shortcut";

/// The combination that is taken now.
#[derive(Default)]
pub(crate) struct Taken(Mutex<Option<Shortcut>>);

/// Takes the combination that is set whenever the vault is unlocked: the setting is sealed. It
/// stays taken while the vault is locked, and then leads to the window that unlocks it.
pub(crate) fn follow(shell: &AppHandle, app: &App) {
    let (shell, app, mut events) = (shell.clone(), app.clone(), app.events());
    tauri::async_runtime::spawn(async move {
        loop {
            match events.recv().await {
                Ok(AppEvent::VaultChanged { status }) if status.state == VaultState::Unlocked => {}
                Ok(_) => continue,
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
            let Ok(settings) = app.settings().await else { continue };
            if let Err(failure) = set(&shell, settings.global_shortcut.as_deref()) {
                notify::tell(&shell, &failure);
            }
        }
    });
}

/// Takes this combination in place of the one before, or none.
///
/// # Errors
/// `invalid_input`, in the field `global_shortcut`, for one that is none, that another program has,
/// or where the system offers none.
pub(crate) fn set(shell: &AppHandle, wanted: Option<&str>) -> Result<(), Failure> {
    let wanted = wanted.map(parse).transpose()?;
    let state = shell.state::<Taken>();
    let mut taken = state.0.lock().unwrap_or_else(PoisonError::into_inner);
    if *taken == wanted {
        return Ok(());
    }
    let shortcuts = shell.global_shortcut();
    if let Some(wanted) = wanted {
        if !is_offered() {
            return Err(not_offered());
        }
        let pressed = |shell: &AppHandle,
                       _: &Shortcut,
                       event: tauri_plugin_global_shortcut::ShortcutEvent| {
            if event.state == ShortcutState::Pressed {
                palette::open(shell);
            }
        };
        shortcuts.on_shortcut(wanted, pressed).map_err(|error| {
            tracing::warn!(%error, "the global shortcut was refused");
            refused("Another program has this combination.", "Choose another one.")
        })?;
    }
    if let Some(before) = std::mem::replace(&mut *taken, wanted)
        && let Err(error) = shortcuts.unregister(before)
    {
        tracing::warn!(%error, "the former global shortcut was not given back");
    }
    Ok(())
}

/// A combination with a modifier: a key alone would be taken from every program.
fn parse(text: &str) -> Result<Shortcut, Failure> {
    let is_none =
        |_| refused("This is no combination of keys.", "Give one such as CmdOrCtrl+Shift+K.");
    let shortcut: Shortcut = text.parse().map_err(is_none)?;
    if shortcut.mods.is_empty() {
        return Err(refused(
            "A key alone would be taken from every program.",
            "Add Ctrl, Alt, Shift or the system's own key to it.",
        ));
    }
    Ok(shortcut)
}

/// Wayland lets no program listen to keys that are meant for others.
fn is_offered() -> bool {
    let is_wayland = std::env::var_os("WAYLAND_DISPLAY").is_some()
        || std::env::var("XDG_SESSION_TYPE").is_ok_and(|kind| kind == "wayland");
    !(cfg!(target_os = "linux") && is_wayland)
}

fn not_offered() -> Failure {
    refused(
        "Wayland gives programs no global shortcuts.",
        "In the desktop's keyboard settings, give a shortcut to the command \
         “nexus-access-vault --search”.",
    )
}

fn refused(message: &str, remedy: &str) -> Failure {
    Failure::new(ErrorCode::InvalidInput, OPERATION, message, remedy).in_field("global_shortcut")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_combination_has_a_modifier_and_a_key() {
        for good in ["CmdOrCtrl+Shift+K", "Alt+Space", "Ctrl+Alt+F12"] {
            assert!(parse(good).is_ok(), "{good}");
        }
        for bad in ["K", "F5", "", "Ctrl+", "Ctrl+Shift", "Ctrl+K+L", "-oProxyCommand=x"] {
            let failure = parse(bad).expect_err(bad);
            assert_eq!(failure.field.as_deref(), Some("global_shortcut"), "{bad}");
            assert!(!failure.remedy.is_empty());
        }
    }
}
