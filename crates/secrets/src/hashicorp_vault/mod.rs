//! HashiCorp Vault and OpenBao: a KV engine of version 1 or 2.
//!
//! A value is at `<mount>/<path prefix>/<owner>/<field>` and is `{"value": "…"}` there. With
//! version 2, a change is made by check-and-set, and deleting takes all versions away. Version 1
//! has no such thing: what is there is read and compared before it is written, which two writers of
//! one process never get wrong, and two of different processes may within the moment between.

mod descriptor;
mod engine;
mod error;
mod health;
mod kv;
mod login;
mod oidc;
mod one;
mod server;
mod session;
mod settings;
mod two;
mod words;

use std::sync::Arc;

use async_trait::async_trait;
use nexus_http::Http;
use nexus_model::{Failure, Secret};

use self::descriptor::descriptor;
use self::kv::Kv;
use self::login::Login;
use self::server::Server;
use self::session::Session;
use self::settings::Settings;
use self::words::WORDS;
use crate::backends::Kind;
use crate::{BackendConfig, BackendHealth, Expected, SecretBackend, SecretKey, Stored, Version};

/// A prefix of one KV engine.
struct HashicorpVault {
    place: String,
    kv: Kv,
}

pub(crate) const KIND: Kind = Kind { descriptor, open, words: &WORDS, log_in: Some(oidc::log_in) };

/// Opens the store that the fields describe.
///
/// # Errors
/// `invalid_input` naming the field that cannot be used.
fn open(config: &BackendConfig, http: &Http) -> Result<Arc<dyn SecretBackend>, Failure> {
    let settings = Settings::of(config, http)?;
    let login = Login::of(config)?;
    let server = Server::new(&settings)?;
    let place = settings.place();
    let session = Session::new(server, login);
    Ok(Arc::new(HashicorpVault { place, kv: Kv::new(session, settings.mount, settings.prefix) }))
}

#[async_trait]
impl SecretBackend for HashicorpVault {
    fn place(&self) -> String {
        self.place.clone()
    }

    async fn health(&self) -> Result<BackendHealth, Failure> {
        health::ask(&self.kv).await
    }

    async fn get(&self, key: &SecretKey) -> Result<Option<Stored>, Failure> {
        self.kv.get(key).await
    }

    async fn set(
        &self,
        key: &SecretKey,
        value: &Secret,
        expected: &Expected,
    ) -> Result<Version, Failure> {
        self.kv.set(key, value, expected).await
    }

    async fn delete(&self, key: &SecretKey) -> Result<(), Failure> {
        self.kv.delete(key).await
    }

    async fn list(&self, owner: Option<&str>) -> Result<Vec<SecretKey>, Failure> {
        self.kv.list(owner).await
    }
}
