//! The clients, names and judgements that all cases need.

use std::sync::Arc;
use std::time::Duration;

use nexus_http::{Http, Patience};
use nexus_model::{ErrorCode, Failure, Secret};
use nexus_secrets::{SecretBackend, SecretKey, Stored};

use crate::peers::{Peer, Who};

/// Short enough for a test, long enough for a busy machine.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(4),
    attempt: Duration::from_secs(8),
    call: Duration::from_secs(16),
    pause: Duration::from_millis(20),
    attempts: 3,
};

/// The same, for a server that never answers.
const SHORT: Patience = Patience { attempt: Duration::from_secs(2), attempts: 1, ..PATIENCE };

/// A client of the peer with a session of its own.
pub fn client(peer: &dyn Peer, who: Who) -> Arc<dyn SecretBackend> {
    nexus_secrets::open(&peer.config(&peer.url(), who), &Http::new(PATIENCE)).expect("a config")
}

/// A client that reaches the peer by this address, and soon gives up.
pub fn hasty_client(peer: &dyn Peer, url: &str) -> Arc<dyn SecretBackend> {
    nexus_secrets::open(&peer.config(url, Who::Writer), &Http::new(SHORT)).expect("a config")
}

/// A client that may write.
pub fn writer(peer: &dyn Peer) -> Arc<dyn SecretBackend> {
    client(peer, Who::Writer)
}

pub fn key(owner: &str, field: &str) -> SecretKey {
    SecretKey::new(owner, field).expect("a key")
}

pub fn secret(text: &str) -> Secret {
    Secret::new(text)
}

/// The text that is there.
pub async fn read(backend: &Arc<dyn SecretBackend>, key: &SecretKey) -> Option<String> {
    let stored = backend.get(key).await.expect("it can be read");
    stored.map(|stored| stored.value.expose().to_owned())
}

/// What is there.
pub async fn stored(backend: &Arc<dyn SecretBackend>, key: &SecretKey) -> Stored {
    backend.get(key).await.expect("it can be read").expect("it is there")
}

/// The failure is of this kind, tells what to do, and shows nothing of what is secret.
pub fn assert_failed<T: std::fmt::Debug>(
    peer: &dyn Peer,
    result: Result<T, Failure>,
    code: ErrorCode,
) {
    let failure = result.expect_err("it fails");
    assert_eq!(failure.code, code, "{failure:?}");
    let all = format!("{failure:?} {failure}");
    for secret in peer.secrets() {
        assert!(!all.contains(&secret), "a secret shows in {failure:?}");
    }
    assert!(!failure.message.is_empty() && !failure.remedy.is_empty(), "{failure:?}");
}
