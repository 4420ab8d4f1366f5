//! The stores that strict servers play, beyond what every backend must do.
#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

mod azure;
mod gcp;

use std::sync::Arc;
use std::time::Duration;

use nexus_http::{Http, Patience};
use nexus_model::{Failure, Secret};
use nexus_secrets::{BackendConfig, SecretBackend, SecretKey};

/// A client of a store.
fn open(
    backend: &str,
    login: &str,
    fields: &[(&str, &str)],
    secrets: &[(&str, &str)],
) -> Result<Arc<dyn SecretBackend>, Failure> {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    let hidden = |(name, text): &(&str, &str)| ((*name).to_owned(), Secret::new(*text));
    let config = BackendConfig {
        backend: backend.into(),
        fields: fields.iter().map(owned).collect(),
        login: login.into(),
        secrets: secrets.iter().map(hidden).collect(),
    };
    let patience = Patience {
        pause: Duration::from_millis(20),
        attempt: Duration::from_secs(2),
        ..Patience::default()
    };
    nexus_secrets::open(&config, &Http::new(patience))
}

fn key() -> SecretKey {
    SecretKey::new("acme-1f0c2b3a", "token").expect("a key")
}
