//! The four operations, the same for both versions of the engine as far as that can be.

use std::sync::Arc;

use futures::{StreamExt, TryStreamExt, stream};
use nexus_model::{ErrorCode, Failure, Secret};
use serde::Deserialize;
use tokio::sync::{Mutex, OnceCell};

use super::engine::{Engine, detect};
use super::error::conflict;
use super::session::{Session, TOKEN_HEADER};
use super::{one, two};
use crate::{Expected, SecretKey, Stored, Version};

pub(super) const READ: &str = "read from Vault";
pub(super) const WRITE: &str = "write to Vault";
const DELETE: &str = "delete in Vault";
const LIST: &str = "list in Vault";

/// Folders that are listed at the same time.
const AT_ONCE: usize = 8;

/// How often a write that replaces whatever is there meets another writer before it gives up.
const TRIES: usize = 8;

/// A folder of an engine.
pub(super) struct Kv {
    pub(super) session: Arc<Session>,
    pub(super) mount: Vec<String>,
    prefix: Vec<String>,
    engine: OnceCell<Engine>,
    /// Held from reading to writing where the engine cannot compare by itself.
    turn: Mutex<()>,
}

/// What is at a name.
pub(super) struct Found {
    pub(super) stored: Option<Stored>,
    /// The number to name when it is replaced; of a deleted value too.
    pub(super) number: u64,
}

#[derive(Deserialize)]
struct Listed {
    data: Names,
}

#[derive(Deserialize)]
struct Names {
    keys: Vec<String>,
}

impl Kv {
    pub(super) fn new(session: Arc<Session>, mount: Vec<String>, prefix: Vec<String>) -> Self {
        Self { session, mount, prefix, engine: OnceCell::new(), turn: Mutex::default() }
    }

    /// The engine's version, asked for once.
    pub(super) async fn engine(&self) -> Result<Engine, Failure> {
        let detected = || detect(&self.session, &self.mount, &self.prefix);
        self.engine.get_or_try_init(detected).await.copied()
    }

    pub(super) async fn get(&self, key: &SecretKey) -> Result<Option<Stored>, Failure> {
        let engine = self.engine().await?;
        let path = self.path(engine, "data", &[key.owner(), key.field()]);
        let found = match engine {
            Engine::One => self.session.get(READ, &path).await.map(one::found),
            Engine::Two => self.session.get(READ, &path).await.map(two::found),
        };
        match found {
            Ok(found) => Ok(found.stored),
            Err(failure) if failure.code == ErrorCode::NotFound => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    pub(super) async fn set(
        &self,
        key: &SecretKey,
        value: &Secret,
        expected: &Expected,
    ) -> Result<Version, Failure> {
        let engine = self.engine().await?;
        let path = self.path(engine, "data", &[key.owner(), key.field()]);
        match engine {
            Engine::One => {
                let _turn = self.turn.lock().await;
                if *expected != Expected::Any {
                    check(self.get(key).await?.as_ref(), expected)?;
                }
                one::write(&self.session, &path, value).await
            }
            Engine::Two => {
                for _ in 0..TRIES {
                    let found = two::current(&self.session, &path).await?;
                    check(found.stored.as_ref(), expected)?;
                    match two::write(&self.session, &path, value, found.number).await {
                        Err(failure)
                            if failure.code == ErrorCode::Conflict
                                && *expected == Expected::Any => {}
                        result => return result,
                    }
                }
                Err(conflict(WRITE))
            }
        }
    }

    /// With version 2 this is the name's metadata, and with it all its values, deleted ones too.
    pub(super) async fn delete(&self, key: &SecretKey) -> Result<(), Failure> {
        let path = self.path(self.engine().await?, "metadata", &[key.owner(), key.field()]);
        let path = path.as_slice();
        let deleted = self.session.call(|server, token| async move {
            server.delete(DELETE, path).secret_header(TOKEN_HEADER, &token).send().await
        });
        match deleted.await {
            Err(failure) if failure.code != ErrorCode::NotFound => Err(failure),
            _ => Ok(()),
        }
    }

    pub(super) async fn list(&self, owner: Option<&str>) -> Result<Vec<SecretKey>, Failure> {
        let owners = match owner {
            Some(owner) => vec![owner.to_owned()],
            None => {
                let names = self.names(&[]).await?;
                names.iter().filter_map(|name| name.strip_suffix('/')).map(str::to_owned).collect()
            }
        };
        let ours = owners.into_iter().filter(|owner| SecretKey::new(owner, "a").is_ok());
        let listed = stream::iter(ours).map(|owner| async move {
            let fields = self.names(&[&owner]).await?;
            let keys = fields.iter().filter_map(|field| SecretKey::new(&owner, field).ok());
            Ok(keys.collect::<Vec<_>>())
        });
        let mut keys = listed.buffer_unordered(AT_ONCE).try_concat().await?;
        keys.sort_unstable();
        Ok(keys)
    }

    /// The names in a folder; those of folders end with a slash.
    async fn names(&self, folder: &[&str]) -> Result<Vec<String>, Failure> {
        let path = self.path(self.engine().await?, "metadata", folder);
        let path = path.as_slice();
        let listed = self.session.call(|server, token| async move {
            let request = server.get(LIST, path).query("list", true);
            request.secret_header(TOKEN_HEADER, &token).json::<Listed>().await
        });
        match listed.await {
            Ok(listed) => Ok(listed.data.keys),
            Err(failure) if failure.code == ErrorCode::NotFound => Ok(Vec::new()),
            Err(failure) => Err(failure),
        }
    }

    /// The path of a name; `part` is what version 2 has between the engine and the folder.
    pub(super) fn path<'a>(
        &'a self,
        engine: Engine,
        part: &'a str,
        names: &[&'a str],
    ) -> Vec<&'a str> {
        let part = (engine == Engine::Two).then_some(part);
        let mount = self.mount.iter().map(String::as_str);
        let prefix = self.prefix.iter().map(String::as_str);
        mount.chain(part).chain(prefix).chain(names.iter().copied()).collect()
    }
}

/// Whether what is there is as the writer expects.
fn check(stored: Option<&Stored>, expected: &Expected) -> Result<(), Failure> {
    let agrees = match expected {
        Expected::Any => true,
        Expected::Absent => stored.is_none(),
        Expected::Version(version) => stored.is_some_and(|stored| stored.version == *version),
    };
    if agrees { Ok(()) } else { Err(conflict(WRITE)) }
}
