//! Which version of the KV engine is mounted.

use std::sync::Arc;

use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

use super::descriptor::{MOUNT, PATH_PREFIX};
use super::session::{Session, TOKEN_HEADER};
use crate::backends::invalid;

/// The call that tells it.
const LOOK_UP: &str = "look up the engine";

/// A version of the KV engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    /// One value for each name.
    One,
    /// All values that a name had, each with its number.
    Two,
}

impl Engine {
    /// The number that Vault gives it.
    pub(super) fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }
}

#[derive(Deserialize)]
struct Reply {
    data: Mounted,
}

#[derive(Deserialize)]
struct Mounted {
    #[serde(rename = "type")]
    kind: String,
    path: String,
    options: Option<Options>,
}

#[derive(Deserialize)]
struct Options {
    version: Option<String>,
}

#[derive(Deserialize)]
struct Warned {
    warnings: Option<Vec<String>>,
}

/// Asks what is mounted there, as Vault's own command line does:
/// <https://developer.hashicorp.com/vault/api-docs/system/internal-ui-mounts>. A token that may not
/// ask is tried on the engine itself.
///
/// # Errors
/// `invalid_input` if the engine is another, or is mounted elsewhere.
pub(super) async fn detect(
    session: &Arc<Session>,
    mount: &[String],
    prefix: &[String],
) -> Result<Engine, Failure> {
    let mut path = vec!["sys", "internal", "ui", "mounts"];
    path.extend(mount.iter().map(String::as_str));
    match session.get::<Reply>(LOOK_UP, &path).await {
        Ok(reply) => judge(&reply.data, &mount.join("/")),
        Err(failure) if failure.code == ErrorCode::PermissionDenied => {
            probe(session, mount, prefix).await
        }
        Err(failure) => Err(failure),
    }
}

fn judge(mounted: &Mounted, mount: &str) -> Result<Engine, Failure> {
    let at = mounted.path.trim_matches('/');
    if !matches!(mounted.kind.as_str(), "kv" | "generic") {
        let message = format!("The engine at {mount} is not KV but “{}”.", mounted.kind);
        return Err(invalid(MOUNT, message, "Give the path of a KV engine."));
    }
    if at != mount {
        let message = format!("The engine is mounted at {at}, not at {mount}.");
        let remedy = format!("Write {at} there, and put the rest into “{PATH_PREFIX}”.");
        return Err(invalid(MOUNT, message, remedy));
    }
    let version = mounted.options.as_ref().and_then(|options| options.version.as_deref());
    Ok(if version == Some("2") { Engine::Two } else { Engine::One })
}

/// Reads a name that nothing has, in the way of version 1. Version 2 answers a warning, or refuses
/// it since policies for it are about other paths.
async fn probe(
    session: &Arc<Session>,
    mount: &[String],
    prefix: &[String],
) -> Result<Engine, Failure> {
    let names = mount.iter().chain(prefix).map(String::as_str);
    let path: Vec<_> = names.chain(["nexus-probe", "nexus-probe"]).collect();
    let path = path.as_slice();
    let asked = session.call(|server, token| async move {
        let request = server.get(LOOK_UP, path).secret_header(TOKEN_HEADER, &token);
        let reply = request.send_once().await?;
        let warned = reply.fields::<Warned>().ok().and_then(|body| body.warnings);
        match reply.status {
            200..300 => Ok(Engine::One),
            404 if warned.is_some_and(|warnings| !warnings.is_empty()) => Ok(Engine::Two),
            _ => Err(server.refusal(LOOK_UP, &reply)),
        }
    });
    match asked.await {
        Err(failure) if failure.code == ErrorCode::NotFound => Ok(Engine::One),
        Err(failure) if failure.code == ErrorCode::PermissionDenied => Ok(Engine::Two),
        result => result,
    }
}
