//! The same as over a folder, over a real HashiCorp Vault: check-and-set, policies and restarts are
//! its own.

use nexus_app::{App, AppEvent, BackendDraft, BackendState, NewVaultRequest};
use nexus_model::{ErrorCode, HealthStatus};
use nexus_testkit::VaultServer;
use serde_json::json;
use tempfile::TempDir;

use super::stage::{add, checked, clouds, key, keychain, new, to_vault};
use crate::bench::{fields, secrets};

const PROVIDERS: usize = 12;

fn to_server(server: &VaultServer, token: &str) -> BackendDraft {
    BackendDraft {
        backend: "hashicorp-vault".into(),
        fields: fields(&[("address", &server.url())]),
        login: "token".into(),
        secrets: secrets(&[("token", token)]),
    }
}

/// An app with a new vault.
async fn app() -> (App, TempDir) {
    let home = tempfile::tempdir().expect("a folder");
    let app = App::new(home.path().join("vault/vault.db"), clouds(), keychain());
    let new = NewVaultRequest { password: None, keyring: true };
    app.create_vault(new).await.expect("a vault");
    (app, home)
}

/// An app whose credentials are in the server.
async fn on(server: &VaultServer) -> (App, TempDir) {
    let (app, home) = app().await;
    app.move_secrets(to_server(server, server.root_token())).await.expect("moved");
    (app, home)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_apps_see_each_others_changes_and_never_overwrite_them_unseen() {
    let server = VaultServer::start();
    let ((ada, _adas), (bob, _bobs)) = (on(&server).await, on(&server).await);
    let provider = add(&ada, "Production", "A1").await;
    let owner = bob.discover_secrets().await.expect("found").remove(0).owner;
    bob.add_found(&[owner]).await.expect("added");
    assert_eq!(checked(&bob, provider.id).await.health.status, HealthStatus::Healthy);

    ada.rotate_credential(provider.id, key("B7")).await.expect("rotated");
    let refused = bob.rotate_credential(provider.id, key("C9")).await.expect_err("not unseen");
    assert_eq!(refused.code, ErrorCode::Conflict, "{refused:?}");
    let seen = checked(&bob, provider.id).await;
    assert_eq!((seen.health.status, seen.fields["key_id"].as_str()), (HealthStatus::Healthy, "B7"));
    // Both at once: Vault lets one of them be the next.
    let (hers, his) = tokio::join!(
        ada.rotate_credential(provider.id, key("D1")),
        bob.rotate_credential(provider.id, key("E2")),
    );
    assert!(hers.is_ok() != his.is_ok(), "one of them: {hers:?} {his:?}");
    let lost = hers.err().or(his.err()).expect("one of them");
    assert_eq!(lost.code, ErrorCode::Conflict, "{lost:?}");
    for app in [&ada, &bob] {
        assert_eq!(checked(app, provider.id).await.health.status, HealthStatus::Healthy);
    }

    ada.remove_provider(provider.id).await.expect("removed");
    let gone = bob.rotate_credential(provider.id, key("F3")).await.expect_err("it is gone");
    assert_eq!(gone.code, ErrorCode::Conflict, "{gone:?}");
    let told = checked(&bob, provider.id).await.health.failure.expect("it says why");
    assert_eq!(told.code, ErrorCode::NotFound, "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_may_only_read_reads_and_says_why_it_does_not_write() {
    let server = VaultServer::start();
    let (app, _home) = on(&server).await;
    let provider = add(&app, "Production", "A1").await;
    let may: [(&str, &[&str]); 1] = [("secret/*", &["read", "list"])];
    server.policy("reader", &may);
    let reader = server.token(&json!({ "policies": ["reader"] }));
    let status = app.login_secret_backend(secrets(&[("token", &reader)])).await.expect("in");
    assert_eq!(status.state, BackendState::ReadOnly);
    assert_eq!(checked(&app, provider.id).await.health.status, HealthStatus::Healthy);
    for failure in [
        app.add_provider(new("Second", "A2")).await.expect_err("not kept"),
        app.rotate_credential(provider.id, key("B7")).await.expect_err("not kept"),
    ] {
        assert_eq!(failure.code, ErrorCode::PermissionDenied, "{failure:?}");
    }
    // Leaving is reading: what it may not remove is left to those who may, and noted.
    let status = app.move_secrets(to_vault()).await.expect("moved");
    assert!(status.backend == "internal" && status.move_left.is_none(), "{status:?}");
    assert_eq!(checked(&app, provider.id).await.health.status, HealthStatus::Healthy);
    let noted = app.activity(None, 20).await.expect("the log");
    assert!(format!("{noted:?}").contains("1 credentials may not be removed"), "{noted:?}");
    server.ask("GET", "secret/metadata/nexus/providers?list=true", &json!({}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_told_and_used_again_when_it_is_back() {
    let mut server = VaultServer::start();
    let (app, _home) = on(&server).await;
    let provider = add(&app, "Production", "A1").await;
    server.stop();
    let status = app.retry_secret_backend().await.expect("a status");
    assert_eq!(status.state, BackendState::Unreachable);
    let failure = app.add_provider(new("Second", "A2")).await.expect_err("not kept");
    assert_eq!(failure.code, ErrorCode::UnreachableRefused, "{failure:?}");
    assert_eq!(app.providers().await.expect("cached").len(), 1);

    server.restart();
    let status = app.retry_secret_backend().await.expect("a status");
    assert_eq!(status.state, BackendState::Ready, "{status:?}");
    assert_eq!(checked(&app, provider.id).await.health.status, HealthStatus::Healthy);
    server.seal();
    let status = app.retry_secret_backend().await.expect("a status");
    assert!(status.failure.expect("it says why").message.contains("sealed"));
    server.unseal();
    add(&app, "Second", "A2").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_away_while_credentials_move_loses_none() {
    let mut server = VaultServer::start();
    let (app, _home) = app().await;
    let mut ids = Vec::new();
    for number in 0..PROVIDERS {
        ids.push(add(&app, &format!("Provider {number}"), &format!("K{number}")).await.id);
    }
    let token = server.root_token().to_owned();
    for draft in [to_server(&server, &token), to_vault()] {
        let back = draft.backend == "internal";
        let mut events = app.events();
        let mover = app.clone();
        let moving = tokio::spawn(async move { mover.move_secrets(draft).await });
        while !matches!(
            events.recv().await.expect("told"),
            AppEvent::SecretBackendProgress { done: 3.., .. }
        ) {}
        server.stop();
        moving.await.expect("it ends").expect_err("the server is away");
        let left = app.secret_backend().await.expect("a status").move_left;
        server.restart();
        match left {
            Some(_) => app.resume_secret_move().await.expect("resumed"),
            // On the way to the vault nothing is written before the switch.
            None => {
                assert!(back, "what was begun in a store is known");
                app.move_secrets(to_vault()).await.expect("moved")
            }
        };
        let status = app.secret_backend().await.expect("a status");
        assert!(status.move_left.is_none() && (status.backend == "internal") == back);
        for id in &ids {
            assert_eq!(checked(&app, *id).await.health.status, HealthStatus::Healthy);
        }
    }
    let path = "secret/metadata/nexus/providers?list=true";
    let reply = server.ask_with(&token, "GET", path, &json!({}));
    assert_eq!(reply.0, 404, "nothing is left behind: {reply:?}");
}
