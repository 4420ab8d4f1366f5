use std::env;
use std::sync::Arc;

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
    fn from_words(
        &self,
        word: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<BackendConfig>, Failure>;

    /// A word of the environment.
    fn word(&self, name: &str) -> Option<String> {
        env::var(name).ok().filter(|value| !value.trim().is_empty())
    }
}

/// Those that this app comes with.
#[derive(Clone, Copy, Debug, Default)]
pub struct StandardBackends;

impl SecretBackends for StandardBackends {
    fn descriptors(&self) -> Vec<BackendDescriptor> {
        Vec::new()
    }

    fn open(&self, config: &BackendConfig) -> Result<Arc<dyn SecretBackend>, Failure> {
        Err(super::failures::unknown_backend(&config.backend, &[INTERNAL.to_owned()]))
    }

    fn from_words(
        &self,
        _word: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<BackendConfig>, Failure> {
        Ok(None)
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
