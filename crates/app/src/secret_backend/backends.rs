use std::env;
use std::sync::Arc;

use nexus_clouds::Registry;
use nexus_model::Failure;
use nexus_secrets::{BackendConfig, BackendDescriptor, SecretBackend};
use serde_json::json;

use super::INTERNAL;

/// The kinds of store there are, and the words of the environment that choose one.
pub trait SecretBackends: Send + Sync {
    /// What is known of each, the vault left out.
    fn descriptors(&self) -> Vec<BackendDescriptor>;

    /// Opens a store. Checks what was set and asks nobody.
    ///
    /// # Errors
    /// `invalid_input` naming the field.
    fn open(&self, config: &BackendConfig) -> Result<Arc<dyn SecretBackend>, Failure>;

    /// The store that words like `SECRET_BACKEND` and `VAULT_ADDR` choose; `None` if they choose
    /// none.
    ///
    /// # Errors
    /// `invalid_input` naming the word that is missing or cannot be used.
    fn by_words(
        &self,
        word: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<BackendConfig>, Failure>;

    /// A word of the environment.
    fn word(&self, name: &str) -> Option<String> {
        env::var(name).ok().filter(|value| !value.trim().is_empty())
    }
}

/// Opens a store.
type Open = dyn Fn(&BackendConfig) -> Result<Arc<dyn SecretBackend>, Failure> + Send + Sync;

/// Those that this app comes with.
pub(crate) struct StandardBackends(Box<Open>);

impl StandardBackends {
    /// Over the client that the clouds share.
    pub fn new(clouds: &Registry) -> Self {
        let http = clouds.http().clone();
        Self(Box::new(move |config| nexus_secrets::open(config, &http)))
    }
}

impl SecretBackends for StandardBackends {
    fn descriptors(&self) -> Vec<BackendDescriptor> {
        nexus_secrets::descriptors()
    }

    fn open(&self, config: &BackendConfig) -> Result<Arc<dyn SecretBackend>, Failure> {
        (self.0)(config)
    }

    fn by_words(
        &self,
        word: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<BackendConfig>, Failure> {
        nexus_secrets::from_environment(word)
    }
}

/// The vault, as one of the places to choose from.
pub(super) fn internal() -> BackendDescriptor {
    BackendDescriptor {
        id: INTERNAL.to_owned(),
        name: "The vault on this computer".to_owned(),
        summary: "The usual place: sealed in the vault, for you alone.".to_owned(),
        docs: String::new(),
        schema: json!({ "type": "object", "properties": {}, "x-order": [] }),
        logins: Vec::new(),
    }
}
