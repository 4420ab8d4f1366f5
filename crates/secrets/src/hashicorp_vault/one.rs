//! Version 1: <https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v1>.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, OnceLock};

use nexus_model::{Failure, Secret};
use serde::Deserialize;
use serde_json::json;

use super::kv::{Found, WRITE};
use super::session::Session;
use crate::{Stored, Version};

/// A reply to a read.
#[derive(Deserialize)]
pub(super) struct Read {
    data: Value,
}

#[derive(Deserialize)]
struct Value {
    value: Secret,
}

/// What a reply says is there.
pub(super) fn found(read: Read) -> Found {
    let Value { value } = read.data;
    Found { stored: Some(Stored { version: version(&value), value }), number: 0 }
}

/// Replaces what is there.
pub(super) async fn write(
    session: &Arc<Session>,
    path: &[&str],
    value: &Secret,
) -> Result<Version, Failure> {
    let body = json!({"value": value.expose()});
    session.write(WRITE, path, &body).await?;
    Ok(version(value))
}

/// Version 1 numbers nothing, so the value stands for itself: as two hashes by keys that live as
/// long as this process, so that nobody who sees them can try values out.
fn version(value: &Secret) -> Version {
    static KEYS: OnceLock<[RandomState; 2]> = OnceLock::new();
    let keys = KEYS.get_or_init(|| [RandomState::new(), RandomState::new()]);
    let [first, second] = keys.each_ref().map(|key| key.hash_one(value.expose()));
    Version(format!("{first:016x}{second:016x}"))
}
