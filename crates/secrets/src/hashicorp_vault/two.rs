//! Version 2: <https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2>.

use std::sync::Arc;

use nexus_model::{ErrorCode, Failure, Secret};
use serde::Deserialize;
use serde_json::json;

use super::kv::{Found, READ, WRITE};
use super::session::{Session, TOKEN_HEADER};
use crate::{Stored, Version};

/// A reply to a read, also to one of a deleted value.
#[derive(Deserialize)]
pub(super) struct Read {
    data: Latest,
}

#[derive(Deserialize)]
struct Latest {
    /// `None` for a value that was deleted or destroyed.
    data: Option<Value>,
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Value {
    value: Secret,
}

#[derive(Deserialize)]
struct Metadata {
    version: u64,
    created_time: String,
}

#[derive(Deserialize)]
struct Written {
    data: Metadata,
}

impl Metadata {
    /// A name that was deleted for good begins to count anew, so its number alone tells nothing.
    fn version(&self) -> Version {
        Version(format!("{}@{}", self.version, self.created_time))
    }
}

/// What a reply says is there.
pub(super) fn found(read: Read) -> Found {
    let Latest { data, metadata } = read.data;
    let stored = data.map(|Value { value }| Stored { value, version: metadata.version() });
    Found { stored, number: metadata.version }
}

/// What is there now, with the number of a deleted value.
pub(super) async fn current(session: &Arc<Session>, path: &[&str]) -> Result<Found, Failure> {
    let found = session.call(|server, token| async move {
        let request = server.get(READ, path).secret_header(TOKEN_HEADER, &token);
        let reply = request.send_once().await?;
        match reply.status {
            200..300 => reply.json(&server.call(READ)).map(found),
            404 => match reply.fields::<Read>() {
                Ok(deleted) => Ok(found(deleted)),
                Err(_) => Err(server.refusal(READ, &reply)),
            },
            _ => Err(server.refusal(READ, &reply)),
        }
    });
    match found.await {
        Err(failure) if failure.code == ErrorCode::NotFound => {
            Ok(Found { stored: None, number: 0 })
        }
        result => result,
    }
}

/// Replaces the value of this number; 0 means that there was none.
pub(super) async fn write(
    session: &Arc<Session>,
    path: &[&str],
    value: &Secret,
    number: u64,
) -> Result<Version, Failure> {
    let body = json!({"options": {"cas": number}, "data": {"value": value.expose()}});
    let reply = session.write(WRITE, path, &body).await?;
    let written: Written = reply.json(&session.server().call(WRITE))?;
    Ok(written.data.version())
}
