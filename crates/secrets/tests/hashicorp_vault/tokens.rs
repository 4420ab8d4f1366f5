//! A token's life.

use nexus_model::ErrorCode;
use nexus_testkit::VaultServer;
use rstest::rstest;
use serde_json::{Value, json};

use crate::{allow_all, assert_works, key, open, open_with, until};

fn looked_up(server: &VaultServer, token: &str) -> Value {
    server.ask("POST", "auth/token/lookup", &json!({"token": token}))["data"].take()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_renewed_while_nobody_asks() {
    let server = VaultServer::start();
    allow_all(&server, "nexus");
    let token = server.token(&json!({"policies": ["nexus"], "period": "9s"}));
    let first_end = looked_up(&server, &token)["expire_time"].clone();
    let backend = open_with(&server, &token, &[]);
    assert_works(&backend).await;
    until("it is renewed", || looked_up(&server, &token)["expire_time"] != first_end).await;
    assert_works(&backend).await;
    drop(backend);
    until("it ends when nobody renews it", || !server.knows(&token)).await;
}

/// OpenBao says of it what it says of one that may not.
#[rstest]
#[case::vault(VaultServer::start)]
#[case::openbao(VaultServer::start_openbao)]
#[tokio::test]
async fn a_token_that_has_ended_wants_a_person(#[case] start: fn() -> VaultServer) {
    let server = start();
    allow_all(&server, "nexus");
    let brief = json!({"policies": ["nexus"], "ttl": "3s", "renewable": false});
    let token = server.token(&brief);
    let backend = open_with(&server, &token, &[]);
    assert_works(&backend).await;
    until("it has ended", || !server.knows(&token)).await;
    let failure = backend.get(&key()).await.expect_err("it has ended");
    assert_eq!(failure.code, ErrorCode::Expired, "{failure:?}");
    assert!(!format!("{failure:?}").contains(&token));
}

#[tokio::test]
async fn a_login_is_made_anew_when_its_token_may_live_no_longer() {
    let server = VaultServer::start();
    allow_all(&server, "nexus");
    let brief = json!({"token_policies": "nexus", "token_ttl": "2s", "token_max_ttl": "2s"});
    let (role_id, secret_id) = server.approle("nexus", &brief);
    let fields = [("role_id", role_id.as_str())];
    let backend = open(&server, "approle", &fields, &[("secret_id", &secret_id)]);
    let backend = backend.expect("a config");
    assert_works(&backend).await;
    let accessors =
        || server.ask("LIST", "auth/token/accessors", &json!({}))["data"]["keys"].take();
    let first = accessors();
    until("there is another token", || {
        let now = accessors();
        let of = |keys: &Value| keys.as_array().cloned().unwrap_or_default();
        of(&now).iter().any(|accessor| !of(&first).contains(accessor))
    })
    .await;
    assert_works(&backend).await;
}

#[tokio::test]
async fn a_token_of_nobody_is_not_accepted() {
    let server = VaultServer::start();
    let failure = open_with(&server, "hvs.nobody", &[]).health().await.expect_err("refused");
    assert_eq!(failure.code, ErrorCode::InvalidCredentials, "{failure:?}");
    assert!(!format!("{failure:?}").contains("hvs.nobody"));
}

#[tokio::test]
async fn a_sealed_server_says_so_and_works_once_it_is_open() {
    let server = VaultServer::start();
    allow_all(&server, "nexus");
    let token = server.token(&json!({"policies": ["nexus"]}));
    let backend = open_with(&server, &token, &[]);
    assert_works(&backend).await;
    server.seal();
    for failure in [backend.get(&key()).await.map(drop), backend.health().await.map(drop)] {
        let failure = failure.expect_err("it is sealed");
        assert_eq!(failure.code, ErrorCode::ProviderError, "{failure:?}");
        assert!(failure.message.contains("sealed") && failure.remedy.contains("unseal"));
    }
    server.unseal();
    assert_works(&backend).await;
    assert!(backend.health().await.expect("open").detail.contains("Vault 1.21.4, KV version 2"));
}
