//! Google Secret Manager, by its REST API. `docs/adr/0010` says why not by Google's SDK.
//!
//! A value is the payload of a version of the secret `<prefix>-X-<owner>-X-<field>`. Keys have no
//! capital letters, and neither has the prefix, so the names can be read back. The version that
//! counts has the alias `nexus`; without that alias, as for a secret made by hand, it is the latest.
//!
//! Adding a version is unconditional, but changing a secret's aliases can be tied to its etag
//! (<https://docs.cloud.google.com/secret-manager/docs/etags>). So a new version is added first, and
//! the alias is moved to it only while the secret is as it was when the writer's expectation held;
//! one of two writers is refused, whichever machines they are on, and its version is destroyed.

mod access;
mod api;
mod descriptor;
mod error;
mod login;
mod names;
mod store;
mod words;
mod write;

use std::sync::Arc;

use nexus_http::Http;
use nexus_model::Failure;

use self::access::Access;
use self::descriptor::descriptor;
use self::names::Names;
use self::store::SecretManager;
use self::words::WORDS;
use crate::backends::Kind;
use crate::{BackendConfig, SecretBackend};

pub(crate) const KIND: Kind = Kind { descriptor, open, words: &WORDS, log_in: None };

/// Opens the store that the fields describe.
///
/// # Errors
/// `invalid_input` naming the field that cannot be used.
fn open(config: &BackendConfig, http: &Http) -> Result<Arc<dyn SecretBackend>, Failure> {
    let names = Names::of(config)?;
    let access = Access::of(config, http)?;
    Ok(Arc::new(SecretManager { access, names }))
}
