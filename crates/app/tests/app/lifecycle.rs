//! A vault's life: created, unlocked, locked, with its ways to unlock.

use nexus_app::{App, AppEvent, NewVaultRequest, SlotKind, UnlockRequest, VaultState, VaultStatus};
use nexus_model::{ErrorCode, Secret};

use crate::bench::{Bench, by_keyring, so_far};

const PASSWORD: &str = "correct horse battery staple";

fn typed(kind: SlotKind, text: &str) -> UnlockRequest {
    UnlockRequest { kind, secret: Some(Secret::new(text)) }
}

fn kinds(status: &VaultStatus) -> Vec<SlotKind> {
    status.slots.iter().map(|slot| slot.kind).collect()
}

fn states(events: Vec<AppEvent>) -> Vec<VaultState> {
    let state = |event| match event {
        AppEvent::VaultChanged { status } => Some(status.state),
        _ => None,
    };
    events.into_iter().filter_map(state).collect()
}

async fn refused(app: &App, request: NewVaultRequest) -> nexus_model::Failure {
    app.create_vault(request).await.expect_err("it is refused")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_is_created_unlocked_and_locked() {
    let bench = Bench::new();
    let app = &bench.app;
    let mut events = app.events();
    assert_eq!(app.vault_status().await.expect("a status").state, VaultState::Absent);
    let failure = app.unlock_vault(by_keyring()).await.expect_err("nothing there");
    assert_eq!(failure.code, ErrorCode::NoVault);

    let neither = NewVaultRequest { password: None, keyring: false };
    assert_eq!(refused(app, neither).await.field.as_deref(), Some("keyring"));
    let short = NewVaultRequest { password: Some(Secret::new("elevenchars")), keyring: false };
    assert_eq!(refused(app, short).await.field.as_deref(), Some("password"));
    assert_eq!(app.vault_status().await.expect("a status").state, VaultState::Absent);

    let both = || NewVaultRequest { password: Some(Secret::new(PASSWORD)), keyring: true };
    let recovery = app.create_vault(both()).await.expect("a vault");
    let status = app.vault_status().await.expect("a status");
    assert_eq!(status.state, VaultState::Unlocked);
    assert_eq!(kinds(&status), [SlotKind::Password, SlotKind::Keyring, SlotKind::Recovery]);
    assert!(!status.recovery_confirmed && status.keyring_available);
    app.confirm_recovery().await.expect("noted");
    assert!(app.vault_status().await.expect("a status").recovery_confirmed);
    assert_eq!(refused(app, both()).await.code, ErrorCode::VaultExists);

    app.lock_vault("by the person").await.expect("it locks");
    app.lock_vault("by the person").await.expect("locking twice is no fault");
    assert_eq!(app.providers().await.expect_err("locked").code, ErrorCode::Locked);
    assert_eq!(app.settings().await.expect_err("locked").code, ErrorCode::Locked);
    assert_eq!(app.machines(None).await.expect_err("locked").code, ErrorCode::Locked);

    let wrong = typed(SlotKind::Password, "not the password");
    let failure = app.unlock_vault(wrong).await.expect_err("wrong");
    assert_eq!(failure.code, ErrorCode::WrongPassword);
    let nothing = UnlockRequest { kind: SlotKind::Password, secret: None };
    let failure = app.unlock_vault(nothing).await.expect_err("nothing typed");
    assert_eq!(failure.field.as_deref(), Some("secret"));
    app.unlock_vault(typed(SlotKind::Password, PASSWORD)).await.expect("it opens");
    app.unlock_vault(by_keyring()).await.expect("unlocking twice is no fault");
    app.lock_vault("by the person").await.expect("it locks");
    app.unlock_vault(typed(SlotKind::Recovery, recovery.expose())).await.expect("it opens");

    let (open, shut) = (VaultState::Unlocked, VaultState::Locked);
    let told = states(so_far(&mut events));
    assert_eq!(told, [open, open, shut, open, shut, open]);
}

#[tokio::test(flavor = "multi_thread")]
async fn ways_to_unlock_come_and_go() {
    let bench = Bench::open().await;
    let app = &bench.app;
    let short = app.set_password(Secret::new("elevenchars")).await.expect_err("too short");
    assert_eq!(short.field.as_deref(), Some("password"));
    app.set_password(Secret::new(PASSWORD)).await.expect("it is set");

    let status = app.vault_status().await.expect("a status");
    let keyring = status.slots.iter().find(|slot| slot.kind == SlotKind::Keyring);
    assert!(!bench.keychain.is_empty());
    app.revoke_slot(keyring.expect("there is one").id).await.expect("it goes");
    assert!(bench.keychain.is_empty(), "its key is not left behind");
    app.add_keyring().await.expect("it comes back");
    let old = app.replace_recovery().await.expect("a key");
    let new = app.replace_recovery().await.expect("a key");

    app.lock_vault("by the person").await.expect("it locks");
    let failure = app.unlock_vault(typed(SlotKind::Recovery, old.expose())).await;
    assert_eq!(failure.expect_err("worth nothing").code, ErrorCode::WrongPassword);
    app.unlock_vault(typed(SlotKind::Recovery, new.expose())).await.expect("it opens");
    assert!(app.verify_vault().await.expect("a report").findings.is_empty());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn locking_is_told_though_the_file_cannot_be_used_any_more() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::open().await;
    let file = bench.folder.path().join("vault/vault.db");
    let open_to_all = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&file, open_to_all).expect("its mode changes");
    let mut events = bench.app.events();
    let _ = bench.app.lock_vault("by the person").await;
    assert_eq!(states(so_far(&mut events)), [VaultState::Locked]);
    let failure = bench.app.unlock_vault(by_keyring()).await.expect_err("unsafe");
    assert_eq!(failure.code, ErrorCode::VaultUnsafe);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_unlock_once() {
    let bench = Bench::open().await;
    bench.app.lock_vault("by the person").await.expect("it locks");
    let unlocking = (0..8).map(|_| {
        let app = bench.app.clone();
        tokio::spawn(async move { app.unlock_vault(by_keyring()).await })
    });
    for unlocked in futures::future::join_all(unlocking).await {
        unlocked.expect("no panic").expect("it opens");
    }
    let log = bench.app.activity(None, 100).await.expect("the log");
    let unlocks = log.iter().filter(|entry| entry.event.detail.starts_with("Unlocked")).count();
    assert_eq!(unlocks, 1, "{log:#?}");
}
