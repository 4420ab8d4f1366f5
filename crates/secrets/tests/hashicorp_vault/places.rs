//! Where the server is: certificates, namespaces, fields that cannot be used.

use std::sync::{Arc, Mutex};

use nexus_model::{ErrorCode, Secret};
use nexus_testkit::http::Response;
use nexus_testkit::rest::Answer;
use nexus_testkit::{Rest, VaultServer};
use serde_json::json;

use crate::{Typed, allow_all, assert_works, code, key, open, open_with};

#[tokio::test]
async fn a_certificate_is_trusted_by_the_authority_that_is_given() {
    let server = VaultServer::start_secure();
    let token = server.root_token();
    let stranger = open_with(&server, token, &[]);
    assert_eq!(code(stranger.health().await), ErrorCode::UnreachableTls);
    let known = open_with(&server, token, &[("ca_certificate", server.ca_certificate())]);
    assert_eq!(known.health().await.expect("trusted").writable, Some(true));
    let other = VaultServer::start_secure();
    let wrong = open_with(&server, token, &[("ca_certificate", other.ca_certificate())]);
    assert_eq!(code(wrong.health().await), ErrorCode::UnreachableTls);
    let secrets = [("token", token)];
    let failure = open(&server, "token", &[("ca_certificate", "no PEM")], &secrets).err();
    assert_eq!(failure.and_then(|failure| failure.field).as_deref(), Some("ca_certificate"));
}

#[tokio::test]
async fn every_call_but_health_names_the_namespace() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let theirs = Arc::clone(&seen);
    let peer = Rest::start(move |request| {
        let namespace = request.header("x-vault-namespace").map(str::to_owned);
        theirs.lock().expect("the list").push((request.path.clone(), namespace));
        Answer::Reply(Response::new(403, "application/json", r#"{"errors":["permission denied"]}"#))
    });
    let config = nexus_secrets::BackendConfig {
        backend: "hashicorp-vault".into(),
        fields: [("address", peer.url()), ("namespace", "/team/ops/".into())]
            .map(|(name, text)| (name.to_owned(), text))
            .into(),
        login: "token".into(),
        secrets: [("token".to_owned(), Secret::new("hvs.x"))].into(),
    };
    let http = nexus_http::Http::new(nexus_http::Patience::default());
    let backend = nexus_secrets::open(&config, &http).expect("a config");
    assert!(backend.place().contains("team/ops"), "{}", backend.place());
    backend.get(&key()).await.expect_err("it refuses");
    backend.health().await.expect_err("it refuses");
    let seen = seen.lock().expect("the list");
    assert!(seen.len() > 2, "{seen:?}");
    for (path, namespace) in seen.iter() {
        let wanted = (!path.starts_with("/v1/sys/health")).then_some("team/ops");
        assert_eq!(namespace.as_deref(), wanted, "{path}");
    }
}

#[tokio::test]
async fn a_login_is_good_in_its_own_namespace_only() {
    let server = VaultServer::start_openbao().in_namespace("team/ops");
    allow_all(&server, "nexus");
    let token = server.token(&json!({"policies": ["nexus"]}));
    let ours = open_with(&server, &token, &[("namespace", "team/ops")]);
    assert_works(&ours).await;
    let health = ours.health().await.expect("it answers");
    assert!(health.detail.starts_with("OpenBao 2.7.2, KV version 2"), "{}", health.detail);
    assert_eq!(health.writable, Some(true));
    let of = |namespace: &'static str| open_with(&server, &token, &[("namespace", namespace)]);
    let other = of("team").get(&key()).await.expect_err("the token is of another");
    assert_eq!(other.code, ErrorCode::PermissionDenied, "{other:?}");
    let missing = of("nobody").get(&key()).await.expect_err("there is no such namespace");
    assert_eq!(missing.field.as_deref(), Some("namespace"), "{missing:?}");
}

#[tokio::test]
async fn a_standby_node_is_told_and_its_redirect_not_followed() {
    let peer = Rest::start(|request| {
        if request.path.ends_with("/lookup-self") {
            let body = r#"{"data":{"ttl":0,"renewable":false}}"#;
            return Answer::Reply(Response::new(200, "application/json", body));
        }
        let mut reply = Response::new(307, "text/plain", "");
        reply.headers.push(("location".into(), "http://127.0.0.1:9/v1/elsewhere".into()));
        Answer::Reply(reply)
    });
    let server = VaultServer::start();
    let backend = open_with(&server, "hvs.x", &[("address", &peer.url())]);
    let failure = backend.get(&key()).await.expect_err("it redirects");
    assert!(failure.remedy.contains("standby"), "{failure:?}");
    assert!(!failure.message.contains("elsewhere/"), "{failure:?}");
}

#[tokio::test]
async fn a_field_that_cannot_be_used_is_named() {
    let server = VaultServer::start();
    let token = [("token", server.root_token())];
    let cases: [(&str, Typed<'_>, Typed<'_>, &str); 7] = [
        ("token", &[], &[], "token"),
        ("token", &[("mount", "../sys")], &token, "mount"),
        ("token", &[("path_prefix", "a//b")], &token, "path_prefix"),
        ("token", &[("tokn", "x")], &token, "tokn"),
        ("token", &[("token", "x")], &[], "token"),
        ("userpass", &[], &[("password", "x")], "username"),
        ("magic", &[], &[], "login"),
    ];
    for (login, fields, secrets, field) in cases {
        let failure = open(&server, login, fields, secrets).err().expect(field);
        assert_eq!(failure.code, ErrorCode::InvalidInput);
        assert_eq!(failure.field.as_deref(), Some(field), "{failure:?}");
    }
}
