//! AWS Secrets Manager, by AWS's own SDK.
//!
//! A value is the text of the secret `<prefix>/<owner>/<field>`; its version is the id of the
//! version that has the label `AWSCURRENT`. Secrets Manager writes conditionally in one way: a label
//! moves only from the version that it is on. So a new value is put under a label of its own first,
//! and `AWSCURRENT` is moved to it from the version that the writer expected; one of two writers
//! is refused, whichever machines they are on, and readers see one whole value or the other. A name
//! that is not there yet is created, which also only one of two can.
//!
//! A secret that someone scheduled for deletion counts as absent; writing to its name restores it
//! first. Our own deletions are final, but AWS takes a moment to carry them out
//! (<https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html>), and a
//! listing may lack what was changed within the last five minutes
//! (<https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html>).

mod client;
mod descriptor;
mod error;
mod names;
mod store;
mod words;
mod write;

use std::sync::Arc;

use nexus_http::Http;
use nexus_model::Failure;

use self::client::Client;
use self::descriptor::descriptor;
use self::names::Names;
use self::store::SecretsManager;
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
    let client = Client::of(config, http.patience())?;
    Ok(Arc::new(SecretsManager { client, names }))
}
