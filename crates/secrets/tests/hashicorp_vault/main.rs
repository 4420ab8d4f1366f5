//! HashiCorp Vault for real, beyond what every backend must do.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where something is not as it must be"
)]

mod browser;
mod engines;
mod logins;
mod places;
mod tokens;

use std::sync::Arc;
use std::time::{Duration, Instant};

use nexus_http::{Http, Patience};
use nexus_model::{ErrorCode, Failure, Secret};
use nexus_secrets::{BackendConfig, Expected, SecretBackend, SecretKey};
use nexus_testkit::VaultServer;

const PREFIX: &str = "team/nexus";

/// Fields by their names.
type Typed<'a> = &'a [(&'a str, &'a str)];

/// The server with a login to it.
fn config(
    server: &VaultServer,
    login: &str,
    fields: Typed<'_>,
    secrets: Typed<'_>,
) -> BackendConfig {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    let hidden = |(name, text): &(&str, &str)| ((*name).to_owned(), Secret::new(*text));
    let url = server.url();
    let place = [("address", url.as_str()), ("path_prefix", PREFIX)];
    BackendConfig {
        backend: "hashicorp-vault".into(),
        fields: place.iter().chain(fields).map(owned).collect(),
        login: login.into(),
        secrets: secrets.iter().map(hidden).collect(),
    }
}

/// A client of the server.
fn open(
    server: &VaultServer,
    login: &str,
    fields: Typed<'_>,
    secrets: Typed<'_>,
) -> Result<Arc<dyn SecretBackend>, Failure> {
    let patience = Patience { pause: Duration::from_millis(20), ..Patience::default() };
    nexus_secrets::open(&config(server, login, fields, secrets), &Http::new(patience))
}

/// A client with a token.
fn open_with(server: &VaultServer, token: &str, fields: Typed<'_>) -> Arc<dyn SecretBackend> {
    open(server, "token", fields, &[("token", token)]).expect("a config")
}

/// A policy that allows everything below the prefix of version 2.
fn allow_all(server: &VaultServer, policy: &str) {
    let all: &[&str] = &["create", "update", "read", "delete", "list"];
    let (data, metadata) =
        (format!("secret/data/{PREFIX}/*"), format!("secret/metadata/{PREFIX}/*"));
    server.policy(policy, &[(&data, all), (&metadata, all)]);
}

fn key() -> SecretKey {
    SecretKey::new("acme-1f0c2b3a", "token").expect("a key")
}

/// Writes a value and reads it back.
async fn assert_works(backend: &Arc<dyn SecretBackend>) {
    backend.set(&key(), &Secret::new("value"), &Expected::Any).await.expect("written");
    let stored = backend.get(&key()).await.expect("read").expect("it is there");
    assert_eq!(stored.value.expose(), "value");
}

fn code<T: std::fmt::Debug>(result: Result<T, Failure>) -> ErrorCode {
    result.expect_err("it fails").code
}

/// Waits until something is so, which the server makes so by itself.
async fn until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "not within a minute: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
