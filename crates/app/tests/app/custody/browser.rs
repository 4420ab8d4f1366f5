//! A login in the browser to a real HashiCorp Vault, by a real provider.

use std::net::SocketAddr;

use nexus_app::{
    App, BackendDraft, BackendPrompt, BackendState, NewVaultRequest, Registry, SecretBackendStatus,
};
use nexus_model::{ErrorCode, Failure};
use nexus_testkit::{Browser, OpenIdProvider, VaultServer, http};
use serde_json::json;
use tempfile::TempDir;

use super::stage::keychain;
use crate::bench::fields;

const REDIRECT: &str = "http://localhost:8250/oidc/callback";
/// Not that of the tests of `crates/secrets`, which may run meanwhile.
const PORT: &str = "18251";

async fn new_app() -> (App, TempDir) {
    let home = tempfile::tempdir().expect("a folder");
    let app = App::new(home.path().join("vault/vault.db"), Registry::standard(), keychain());
    let new = NewVaultRequest { password: None, keyring: true };
    app.create_vault(new).await.expect("a vault");
    (app, home)
}

fn with_role(provider: &OpenIdProvider) -> VaultServer {
    let server = VaultServer::start();
    let all: &[&str] = &["create", "update", "read", "delete", "list"];
    server.policy("nexus", &[("secret/data/nexus/*", all), ("secret/metadata/nexus/*", all)]);
    server.use_provider(provider, REDIRECT, "nexus");
    server
}

fn draft(server: &VaultServer, port: &str) -> BackendDraft {
    BackendDraft {
        backend: "hashicorp-vault".into(),
        fields: fields(&[("address", &server.url()), ("redirect_port", port)]),
        login: "oidc".into(),
        secrets: [].into(),
    }
}

/// What the person does at the provider.
async fn consent(prompt: &BackendPrompt) {
    let browser = Browser::start().await;
    browser.open(&prompt.authorization_url).await.expect("the provider's page");
    browser.sign_in("ada").await.expect("signed in");
    browser.consent().await.expect("consented");
    browser.text_with("close this tab").await.expect("the last page");
}

/// Logs in and tells how the store stands then.
async fn logged_in(app: &App, server: &VaultServer) -> BackendState {
    let prompt = app.start_backend_login(draft(server, PORT)).await.expect("an address");
    let waiting = tokio::spawn({
        let app = app.clone();
        async move { app.wait_for_backend_login().await }
    });
    consent(&prompt).await;
    waiting.await.expect("no panic").expect("logged in").state
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_is_logged_in_to_in_the_browser_and_again_when_that_login_has_ended() {
    let provider = OpenIdProvider::start();
    let server = with_role(&provider);
    let (app, home) = new_app().await;
    let state = |status: SecretBackendStatus| status.state;
    let before = app.check_secret_backend(draft(&server, PORT)).await.expect("a status");
    assert_eq!(state(before), BackendState::NeedsLogin);

    assert_eq!(logged_in(&app, &server).await, BackendState::Ready);
    let drafted = app.check_secret_backend(draft(&server, PORT)).await.expect("a status");
    assert_eq!(state(drafted), BackendState::Ready, "the login is held for what is drafted");
    assert_eq!(app.secret_backend().await.expect("a status").backend, "internal");
    let moved = app.move_secrets(draft(&server, PORT)).await.expect("moved");
    assert_eq!((moved.backend.as_str(), moved.state), ("hashicorp-vault", BackendState::Ready));

    server.ask("PUT", "sys/leases/revoke-prefix/auth/oidc", &json!({}));
    let ended = app.retry_secret_backend().await.expect("a status");
    assert_eq!(state(ended), BackendState::NeedsLogin);
    assert_eq!(logged_in(&app, &server).await, BackendState::Ready);
    assert_eq!(state(app.secret_backend().await.expect("a status")), BackendState::Ready);
    drop(home);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_is_given_up_ends_with_the_person_the_next_one_or_the_lock() {
    let provider = OpenIdProvider::start();
    let server = with_role(&provider);
    let (app, home) = new_app().await;
    let draft = || draft(&server, "18252");
    let none = app.wait_for_backend_login().await.expect_err("none was begun");
    assert_eq!(none.code, ErrorCode::NotFound);
    let waiting = |app: &App| {
        let app = app.clone();
        let waiting = tokio::spawn(async move { app.wait_for_backend_login().await });
        // Whoever is waited for gets a page: this one, that it is not the answer.
        let (path, host) = ("/oidc/callback?state=x&code=y", [("host", "localhost:18252")]);
        let to = SocketAddr::from(([127, 0, 0, 1], 18252));
        assert_eq!(http::send(to, "GET", path, &host, b"").expect("a page").status, 400);
        waiting
    };
    let given_up = |ended: Result<SecretBackendStatus, Failure>| {
        assert_eq!(ended.expect_err("given up").code, ErrorCode::Cancelled);
    };
    app.start_backend_login(draft()).await.expect("an address");
    let first = waiting(&app);
    // The port is the same one: the second login begins when the first has given it back.
    app.start_backend_login(draft()).await.expect("an address");
    given_up(first.await.expect("no panic"));
    let second = waiting(&app);
    app.cancel_backend_login();
    given_up(second.await.expect("no panic"));
    app.start_backend_login(draft()).await.expect("the port is free");
    let third = waiting(&app);
    app.lock_vault("for the test").await.expect("locked");
    given_up(third.await.expect("no panic"));
    assert!(app.start_backend_login(draft()).await.is_err_and(|why| why.code == ErrorCode::Locked));
    drop(home);
}
