use std::sync::Arc;
use std::time::Duration;

use nexus_model::{Failure, Secret};
use nexus_secrets::{BackendConfig, BackendDescriptor, SecretBackend};
use nexus_vault::Vault;
use serde_json::Value;

use super::INTERNAL;
use super::backends::internal;
use super::chosen::Chosen;
use super::failures::{needs_login, too_slow, unknown_backend};
use crate::App;

/// Longest wait for one answer of a store: its own tries are over by then.
const PATIENCE: Duration = Duration::from_secs(30);

impl App {
    /// Every place where credentials can be kept, the vault first.
    pub fn secret_backends(&self) -> Vec<BackendDescriptor> {
        let mut all = vec![internal()];
        all.extend(
            self.custody.backends.descriptors().into_iter().filter(|one| one.id != INTERNAL),
        );
        all
    }

    /// The store in force, opened once; `None` if it is the vault.
    ///
    /// # Errors
    /// Why it cannot be opened. Nobody is asked yet.
    pub(super) async fn opened(
        &self,
        vault: &Vault,
    ) -> Result<Option<Arc<dyn SecretBackend>>, Failure> {
        if self.custody.session().for_session {
            return Ok(None);
        }
        // Another process may have moved everything since.
        let chosen = self.in_force(vault).await?.chosen;
        if chosen.is_internal() {
            return Ok(None);
        }
        if let Some(open) = self.custody.open_for(&chosen) {
            return Ok(Some(open));
        }
        let opened = self.open_chosen(vault, chosen.clone()).await?;
        // Whoever was first is used by all.
        if let Some(open) = self.custody.open_for(&chosen) {
            return Ok(Some(open));
        }
        self.custody.now_open(chosen, Arc::clone(&opened));
        Ok(Some(opened))
    }

    /// Opens a store with the login that is kept for it. Asks nobody.
    pub(super) async fn open_chosen(
        &self,
        vault: &Vault,
        chosen: Chosen,
    ) -> Result<Arc<dyn SecretBackend>, Failure> {
        let secrets = self.login_secrets(vault, &chosen).await;
        self.open_config(&chosen.with(secrets))
    }

    /// Opens a store. Asks nobody.
    pub(super) fn open_config(
        &self,
        config: &BackendConfig,
    ) -> Result<Arc<dyn SecretBackend>, Failure> {
        let descriptor = self.descriptor(&config.backend)?;
        let login = descriptor.logins.iter().find(|login| login.id == config.login);
        let wanted = login.map(|login| required_secrets(&login.schema)).unwrap_or_default();
        if wanted.iter().any(|field| !config.secrets.contains_key(field)) {
            return Err(needs_login(&descriptor.name));
        }
        self.custody.backends.open(config)
    }

    pub(super) fn descriptor(&self, id: &str) -> Result<BackendDescriptor, Failure> {
        let all = self.secret_backends();
        let known: Vec<_> = all.iter().map(|one| one.id.clone()).collect();
        all.into_iter().find(|one| one.id == id).ok_or_else(|| unknown_backend(id, &known))
    }

    /// Where a choice leads, for people.
    pub(super) fn place_of(&self, chosen: &Chosen) -> String {
        if chosen.is_internal() {
            return self.vault_path.display().to_string();
        }
        let Ok(descriptor) = self.descriptor(&chosen.backend) else {
            return chosen.backend.clone();
        };
        let login = descriptor.logins.iter().find(|login| login.id == chosen.login);
        let wanted = login.map(|login| required_secrets(&login.schema)).unwrap_or_default();
        // The store names itself by its address, and nobody is asked: anything will do for a login.
        let any = wanted.into_iter().map(|field| (field, Secret::new("-"))).collect();
        let open = self.custody.backends.open(&chosen.clone().with(any));
        open.map_or(descriptor.name, |open| open.place())
    }
}

/// Waits for an answer of a store, but not without end.
pub(super) async fn in_time<T>(
    place: &str,
    asked: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(answer) => answer,
        Err(_) => Err(too_slow(place)),
    }
}

/// The secret fields that a login cannot do without.
fn required_secrets(schema: &Value) -> Vec<String> {
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    required
        .filter(|field| schema["properties"][field]["writeOnly"] == true)
        .map(str::to_owned)
        .collect()
}
