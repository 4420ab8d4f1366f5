//! Azure Key Vault, by its REST API. `docs/adr/0010` says why not by Azure's SDK.
//!
//! A value is the secret `<prefix>-x<owner>-x<field>`, in which `--` is a hyphen and `-u` an
//! underscore, since names have only letters, digits and hyphens, and do not tell capitals apart.
//!
//! Key Vault has no conditional write. What is there is read and compared before it is written:
//! writers in this app take turns and never get it wrong, but one on another machine may write in
//! the moment between, and then the later value counts. Both stay as versions.
//!
//! Deleting a secret keeps it for recovery, so it is purged afterwards where the login may and the
//! vault allows it. Where not, it counts as absent, and writing to its name recovers it first.

mod api;
mod descriptor;
mod error;
mod login;
mod names;
mod store;
mod words;

use std::sync::Arc;

use nexus_http::Http;
use nexus_model::Failure;

use self::api::Vault;
use self::descriptor::descriptor;
use self::names::Names;
use self::store::KeyVault;
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
    let vault = Vault::of(config, http)?;
    Ok(Arc::new(KeyVault::new(vault, names, http.patience())))
}
