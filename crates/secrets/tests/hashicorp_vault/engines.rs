//! Which engine is mounted, and what others keep in it.

use nexus_model::{ErrorCode, Secret};
use nexus_secrets::Expected;
use nexus_testkit::http::{Response, send};
use nexus_testkit::rest::Answer;
use nexus_testkit::{Rest, VaultServer};
use serde_json::json;

use crate::{PREFIX, allow_all, assert_works, key, open_with};

/// A proxy in front of Vault may pass on the engines only.
#[tokio::test]
async fn the_version_is_told_apart_where_it_cannot_be_asked_for() {
    let server = VaultServer::start();
    let upstream = server.address();
    let proxy = Rest::start(move |request| {
        if request.path.starts_with("/v1/sys/") {
            let refusal = r#"{"errors":["permission denied"]}"#;
            return Answer::Reply(Response::new(403, "application/json", refusal));
        }
        let headers: Vec<_> = request
            .headers
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "connection" | "content-length" | "host"))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let reply = send(upstream, &request.method, &request.path, &headers, &request.body);
        reply.map_or(Answer::Drop, Answer::Reply)
    });
    let all: &[&str] = &["create", "update", "read", "delete", "list"];
    let (one, two) = (format!("kv1/{PREFIX}/*"), format!("secret/+/{PREFIX}/*"));
    for (mount, path, version) in [("kv1", one, 1), ("secret", two, 2)] {
        server.policy("nexus", &[(&path, all)]);
        for token in [&server.token(&json!({"policies": ["nexus"]})), server.root_token()] {
            let fields = [("address", proxy.url()), ("mount", mount.into())];
            let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let backend = open_with(&server, token, &fields);
            assert_works(&backend).await;
            let health = backend.health().await.expect("it answers");
            let detail = format!("HashiCorp Vault, KV version {version} at {mount}");
            assert_eq!((health.detail, health.writable), (detail, None));
        }
    }
}

#[tokio::test]
async fn an_engine_that_is_not_there_names_its_field() {
    let server = VaultServer::start();
    for mount in ["nope", "secret/deeper", "sys"] {
        let backend = open_with(&server, server.root_token(), &[("mount", mount)]);
        let failure = backend.get(&key()).await.expect_err(mount);
        assert_eq!(failure.code, ErrorCode::InvalidInput, "{failure:?}");
        assert_eq!(failure.field.as_deref(), Some("mount"), "{failure:?}");
    }
}

#[tokio::test]
async fn an_engine_that_wants_check_and_set_gets_it() {
    let server = VaultServer::start();
    allow_all(&server, "nexus");
    server.ask("POST", "secret/config", &json!({"cas_required": true}));
    let backend = open_with(&server, &server.token(&json!({"policies": ["nexus"]})), &[]);
    assert_works(&backend).await;
    assert_works(&backend).await;
}

#[tokio::test]
async fn what_others_keep_there_is_left_out_and_never_overwritten_unseen() {
    let server = VaultServer::start();
    let theirs = |path: &str, data| {
        server.ask("POST", &format!("secret/data/{PREFIX}/{path}"), &json!({"data": data}));
    };
    theirs("README", json!({"text": "ours"}));
    theirs("Legacy/Password", json!({"value": "x"}));
    theirs("acme-1f0c2b3a/deep/er", json!({"value": "x"}));
    theirs("acme-1f0c2b3a/token", json!({"user": "u", "password": "p"}));
    let backend = open_with(&server, server.root_token(), &[]);
    assert_eq!(backend.list(None).await.expect("listed"), [key()]);
    let failure = backend.get(&key()).await.expect_err("it has another form");
    assert_eq!(failure.code, ErrorCode::BadResponse);
    let written = backend.set(&key(), &Secret::new("mine"), &Expected::Absent).await;
    assert!(written.is_err(), "{written:?}");
    let kept = server.ask("GET", &format!("secret/data/{PREFIX}/acme-1f0c2b3a/token"), &json!({}));
    assert_eq!(kept["data"]["data"]["password"], "p");
}

#[tokio::test]
async fn a_refused_write_does_not_show_even_a_short_value() {
    let server = VaultServer::start();
    let path = format!("secret/data/{PREFIX}/*");
    server.policy("reader", &[(&path, &["read"])]);
    let backend = open_with(&server, &server.token(&json!({"policies": ["reader"]})), &[]);
    for value in ["a", "correct horse battery"] {
        let written = backend.set(&key(), &Secret::new(value), &Expected::Any).await;
        let failure = written.expect_err("it may not");
        assert_eq!(failure.code, ErrorCode::PermissionDenied);
        assert!(
            !failure.message.contains('•') && !failure.message.contains("horse"),
            "{failure:?}"
        );
    }
}
