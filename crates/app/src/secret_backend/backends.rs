use std::env;
use std::sync::Arc;

use async_trait::async_trait;
use nexus_clouds::Registry;
use nexus_model::Failure;
use nexus_secrets::{BackendConfig, BackendDescriptor, BrowserLogin, SecretBackend};
use serde_json::json;

use super::INTERNAL;

/// The kinds of store there are, and the words of the environment that choose one.
#[async_trait]
pub trait SecretBackends: Send + Sync {
    /// What is known of each, the vault left out.
    fn descriptors(&self) -> Vec<BackendDescriptor>;

    /// Opens a store. Checks what was set and asks nobody.
    ///
    /// # Errors
    /// `invalid_input` naming the field.
    fn open(&self, config: &BackendConfig) -> Result<Arc<dyn SecretBackend>, Failure>;

    /// Begins a login in the browser.
    ///
    /// # Errors
    /// `invalid_input` naming the field, and what the store answers.
    async fn log_in(&self, config: &BackendConfig) -> Result<BrowserLogin, Failure>;

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

/// Those that this app comes with, asked by the client that the clouds share.
pub(crate) struct StandardBackends(Registry);

impl StandardBackends {
    pub fn new(clouds: &Registry) -> Self {
        Self(clouds.clone())
    }
}

#[async_trait]
impl SecretBackends for StandardBackends {
    fn descriptors(&self) -> Vec<BackendDescriptor> {
        nexus_secrets::descriptors()
    }

    fn open(&self, config: &BackendConfig) -> Result<Arc<dyn SecretBackend>, Failure> {
        nexus_secrets::open(config, self.0.http())
    }

    async fn log_in(&self, config: &BackendConfig) -> Result<BrowserLogin, Failure> {
        nexus_secrets::log_in(config, self.0.http()).await
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
