//! The audit log: an entry for each operation, with its outcome and no secret. Settings.

use nexus_app::{AppEvent, Credential, NewVaultRequest, ProviderEdit, SlotKind, UnlockRequest};
use nexus_model::{AuditAction, AuditOutcome, Secret, Settings, Theme};
use nexus_testkit::{Effect, Match, aws_error};

use crate::bench::{ACCESS_KEY, Bench, SECRET, add, by_keyring, fields, peer, secrets, so_far};

const PASSWORD: &str = "correct horse battery staple";

#[tokio::test(flavor = "multi_thread")]
async fn each_operation_is_noted_with_its_outcome_and_no_secret() {
    let (_fleet, gateway) = peer(8);
    let bench = Bench::new();
    let app = &bench.app;
    let request = NewVaultRequest { password: Some(Secret::new(PASSWORD)), keyring: true };
    let recovery = app.create_vault(request).await.expect("a vault");
    let id = add(app, "Production", &gateway).await.provider.id;
    app.refresh(id).await.expect("listed");
    app.pin_provider(id, true).await.expect("pinned");
    app.pin_provider(id, true).await.expect("no change, no entry");
    let other = add(app, "Staging", &gateway).await.provider.id;
    app.reorder_providers(&[id, other]).await.expect("ordered");
    app.reorder_providers(&[id, other]).await.expect("no change, no entry");
    let edit = ProviderEdit {
        name: "Renamed".into(),
        endpoint: Some(gateway.url()),
        fields: fields(&[("access_key", ACCESS_KEY)]),
    };
    app.edit_provider(id, edit).await.expect("edited");
    let refusal = aws_error::sts(403, "SignatureDoesNotMatch", &format!("Not {SECRET}."));
    gateway.rule(Match::any().service("sts"), Effect::Answer(refusal));
    let credential = Credential {
        fields: fields(&[("access_key", ACCESS_KEY)]),
        secrets: secrets(&[("secret_key", SECRET)]),
    };
    app.rotate_credential(id, credential).await.expect("kept");
    app.remove_provider(id).await.expect("removed");
    app.set_settings(Settings { theme: Theme::Dark, ..Settings::default() }).await.expect("kept");
    app.lock_vault("by the person").await.expect("it locks");
    let wrong =
        UnlockRequest { kind: SlotKind::Password, secret: Some(Secret::new("wrong guess")) };
    app.unlock_vault(wrong).await.expect_err("wrong");
    app.unlock_vault(by_keyring()).await.expect("it opens");

    use AuditAction::{
        CredentialRotate, InventoryRefresh, Lock, ProviderAdd, ProviderChange, ProviderCheck,
        ProviderRemove, SettingsChange, Unlock, UnlockFail, VaultCreate,
    };
    use AuditOutcome::{Done, Failed};
    let (production, staging, renamed) = (Some("Production"), Some("Staging"), Some("Renamed"));
    let expected = [
        (VaultCreate, Done, None),
        (ProviderAdd, Done, production),
        (ProviderCheck, Done, production),
        (InventoryRefresh, Done, production),
        (ProviderChange, Done, production),
        (ProviderAdd, Done, staging),
        (ProviderCheck, Done, staging),
        (ProviderChange, Done, None),
        (ProviderChange, Done, renamed),
        (CredentialRotate, Done, renamed),
        (ProviderCheck, Failed, renamed),
        (ProviderRemove, Done, renamed),
        (SettingsChange, Done, None),
        (Lock, Done, None),
        (UnlockFail, Failed, None),
        (Unlock, Done, None),
    ];
    let mut log = app.activity(None, 100).await.expect("the log");
    let pages = [
        app.activity(None, 5).await.expect("a page"),
        app.activity(Some(log[4].sequence), 100).await.expect("the rest"),
    ];
    assert_eq!(pages.concat(), log, "newest first, page by page");
    log.reverse();
    let noted: Vec<_> = log
        .iter()
        .map(|entry| &entry.event)
        .map(|event| (event.action, event.outcome, event.provider.as_deref()))
        .collect();
    assert_eq!(noted, expected);
    for entry in &log {
        assert!(entry.event.detail.ends_with(['.', '”']), "{entry:?}");
        let text = format!("{entry:?}");
        for secret in [SECRET, PASSWORD, recovery.expose(), "wrong guess"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
    assert!(app.verify_activity().await.expect("a report").findings.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_kept_and_told() {
    let bench = Bench::open().await;
    let app = &bench.app;
    assert_eq!(app.settings().await.expect("settings"), Settings::default());
    let mut events = app.events();
    let changed = Settings {
        auto_lock_minutes: None,
        lock_on_suspend: false,
        lock_on_screen_lock: false,
        clipboard_clear_seconds: 10,
        health_check_minutes: Some(5),
        notify: false,
        close_to_tray: false,
        read_only: true,
        global_shortcut: Some("Alt+Space".into()),
        start_at_login: true,
        terminal: Some("xterm".into()),
        remote_desktop: Some("freerdp".into()),
        sessions_in_app: true,
        theme: Theme::Light,
        language: Some("es".into()),
        views: [("machines".to_owned(), "{}".to_owned())].into(),
    };
    app.set_settings(changed.clone()).await.expect("kept");
    let told = so_far(&mut events);
    assert!(
        matches!(&told[..], [AppEvent::SettingsChanged { settings }] if *settings == changed),
        "{told:?}"
    );
    let noted = app.activity(None, 100).await.expect("the log").len();
    let views = [("machines".to_owned(), "{\"sort\":\"name\"}".to_owned())].into();
    let only_views = Settings { views, ..changed };
    app.set_settings(only_views.clone()).await.expect("kept");
    assert_eq!(app.activity(None, 100).await.expect("the log").len(), noted, "not worth an entry");

    let restarted = bench.another_app();
    restarted.unlock_vault(by_keyring()).await.expect("it opens");
    assert_eq!(restarted.settings().await.expect("settings"), only_views);
}
