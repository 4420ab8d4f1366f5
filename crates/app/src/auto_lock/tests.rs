#![allow(clippy::expect_used, reason = "a test that cannot go on says so, in its helpers too")]

use std::ffi::OsStr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use nexus_clouds::Registry;
use nexus_model::{AuditAction, Settings};
use nexus_testkit::Desktop;
use nexus_vault::{Keychain, Secret32, SlotKind, VaultError};
use tokio::sync::{Mutex, broadcast};
use zbus::Connection;
use zbus::connection::Builder;

use super::linux::Linux;
use crate::{App, AppEvent, NewVaultRequest, UnlockRequest, VaultState};

/// For anything that is to happen, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
struct OneKey(Mutex<Option<Secret32>>);

#[async_trait]
impl Keychain for OneKey {
    async fn load(&self, _: &str) -> Result<Option<Secret32>, VaultError> {
        Ok(self.0.lock().await.clone())
    }

    async fn store(&self, _: &str, secret: &Secret32) -> Result<(), VaultError> {
        *self.0.lock().await = Some(secret.clone());
        Ok(())
    }

    async fn remove(&self, _: &str) -> Result<(), VaultError> {
        *self.0.lock().await = None;
        Ok(())
    }
}

/// An app with its vault created and open, and the same vault's second app, locked.
async fn apps(folder: &tempfile::TempDir) -> (App, App) {
    let path = folder.path().join("vault/vault.db");
    let keychain = Arc::new(OneKey::default());
    let app = App::new(path.clone(), Registry::standard(), keychain.clone());
    let create = NewVaultRequest { password: None, keyring: true };
    app.create_vault(create).await.expect("a vault");
    (app, App::new(path, Registry::standard(), keychain))
}

async fn unlock(app: &App) {
    let by_keyring = UnlockRequest { kind: SlotKind::Keyring, secret: None };
    app.unlock_vault(by_keyring).await.expect("it unlocks");
}

async fn until_locked(events: &mut broadcast::Receiver<AppEvent>) {
    let locked = async {
        loop {
            let event = events.recv().await.expect("the app lives");
            if matches!(event, AppEvent::VaultChanged { status } if status.state == VaultState::Locked)
            {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, locked).await.expect("it locks");
}

/// Why the vault was locked, from the first time to the last.
async fn reasons(app: &App) -> Vec<String> {
    let entries = app.activity(None, 100).await.expect("the log");
    let locks = entries.into_iter().rev().filter(|entry| entry.event.action == AuditAction::Lock);
    locks.map(|entry| entry.event.detail).collect()
}

async fn bus(desktop: &Desktop) -> zbus::Result<Connection> {
    let command = desktop.command("nothing");
    let address = command
        .get_envs()
        .find(|(name, _)| *name == OsStr::new("DBUS_SESSION_BUS_ADDRESS"))
        .and_then(|(_, value)| value?.to_str())
        .expect("the bus has an address");
    Builder::address(address)?.build().await
}

fn sleeps(desktop: &Desktop, begins: bool) {
    let signal = "org.freedesktop.login1.Manager.PrepareForSleep";
    desktop.signal("/org/freedesktop/login1", signal, &format!("boolean:{begins}"));
}

fn screen(desktop: &Desktop, owner: &str, locked: bool) {
    let signal = format!("org.{owner}.ScreenSaver.ActiveChanged");
    desktop.signal("/ScreenSaver", &signal, &format!("boolean:{locked}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sleep_and_a_locked_screen_lock_the_vault_if_they_are_set_to() {
    let desktop = Desktop::start();
    let folder = tempfile::tempdir().expect("a folder");
    let (app, _) = apps(&folder).await;
    let presence = Linux::listen_on(bus(&desktop).await, bus(&desktop).await).await;
    let mut events = app.events();
    let watching = tokio::spawn({
        let app = app.clone();
        async move { app.auto_lock(Box::new(presence)).await }
    });

    // Waking up and unlocking the screen are no reason: the one that follows is the one noted.
    sleeps(&desktop, false);
    screen(&desktop, "freedesktop", false);
    sleeps(&desktop, true);
    until_locked(&mut events).await;
    unlock(&app).await;
    screen(&desktop, "freedesktop", true);
    until_locked(&mut events).await;
    unlock(&app).await;
    screen(&desktop, "gnome", true);
    until_locked(&mut events).await;
    unlock(&app).await;
    let by_session = "org.freedesktop.login1.Session.Lock";
    desktop.signal("/org/freedesktop/login1/session/_31", by_session, "string:");
    until_locked(&mut events).await;
    unlock(&app).await;

    let never_asleep = Settings { lock_on_suspend: false, ..Settings::default() };
    app.set_settings(never_asleep).await.expect("kept");
    sleeps(&desktop, true);
    screen(&desktop, "freedesktop", true);
    until_locked(&mut events).await;
    unlock(&app).await;
    let only_asleep = Settings { lock_on_screen_lock: false, ..Settings::default() };
    app.set_settings(only_asleep).await.expect("kept");
    screen(&desktop, "freedesktop", true);
    sleeps(&desktop, true);
    until_locked(&mut events).await;
    unlock(&app).await;

    let (slept, screen) = ("Locked: the machine slept.", "Locked: the screen was locked.");
    assert_eq!(reasons(&app).await, [slept, screen, screen, screen, screen, slept]);
    watching.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unused_vault_locks_and_another_process_can_ask_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, other) = apps(&folder).await;
    let limit = |minutes| Settings { auto_lock_minutes: minutes, ..Settings::default() };
    let idle = Duration::from_secs;
    assert_eq!(app.on_tick(&limit(Some(15)), idle(899)).await, None);
    assert_eq!(app.on_tick(&limit(Some(15)), idle(900)).await, Some("nobody used it"));
    assert_eq!(app.on_tick(&limit(None), idle(1_000_000)).await, None);
    let refused = app.set_settings(limit(Some(0))).await.expect_err("it would lock at once");
    assert_eq!(refused.field.as_deref(), Some("auto_lock_minutes"));

    // The clock runs from the last input, and from the unlocking.
    let before = app.input.idle();
    app.record_input();
    assert!(app.input.idle() <= before);

    // A request from before the unlocking is over; one from after it is obeyed, and once.
    app.lock_vault("for this test").await.expect("it locks");
    assert_eq!(app.on_tick(&limit(Some(15)), idle(900)).await, None);
    other.lock_everywhere().await.expect("it can ask");
    unlock(&app).await;
    assert_eq!(app.on_tick(&limit(None), idle(0)).await, None);
    let mut events = app.events();
    let watching = tokio::spawn({
        let app = app.clone();
        async move { app.auto_lock(Box::new(Linux::listen_on(none(), none()).await)).await }
    });
    other.lock_everywhere().await.expect("it can ask");
    until_locked(&mut events).await;
    unlock(&app).await;
    assert_eq!(app.on_tick(&limit(None), idle(0)).await, None);
    let told = reasons(&app).await;
    assert_eq!(told, ["Locked: for this test.", "Locked: asked from a terminal."]);
    watching.abort();
}

/// A bus that is not there.
fn none() -> zbus::Result<Connection> {
    Err(zbus::Error::Unsupported)
}
