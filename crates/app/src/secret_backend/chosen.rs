use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;

use nexus_model::{Failure, Fields, SecretFields};
use nexus_secrets::BackendConfig;
use nexus_vault::Vault;
use serde::{Deserialize, Serialize};

use super::{BackendOrigin, INTERNAL};
use crate::{App, failures};

/// Name of the vault's value with what was chosen in the settings.
pub(super) const CHOSEN: &str = "secret backend";

/// Name of the file beside the vault with the words of the environment, one `NAME=value` a line.
const FILE: &str = "secret-backend.env";

/// What was chosen, as the vault keeps it: nothing of the login that is secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chosen {
    pub backend: String,
    pub fields: Fields,
    pub login: String,
}

impl Chosen {
    pub fn internal() -> Self {
        Self { backend: INTERNAL.to_owned(), fields: Fields::new(), login: String::new() }
    }

    pub fn of(config: &BackendConfig) -> Self {
        let BackendConfig { backend, fields, login, .. } = config.clone();
        Self { backend, fields, login }
    }

    pub fn is_internal(&self) -> bool {
        self.backend == INTERNAL
    }

    pub fn with(self, secrets: SecretFields) -> BackendConfig {
        let Self { backend, fields, login } = self;
        BackendConfig { backend, fields, login, secrets }
    }
}

/// What is in force, with the secrets that came with it.
#[derive(Clone, Debug)]
pub(super) struct InForce {
    pub chosen: Chosen,
    pub origin: BackendOrigin,
    /// Of the environment or the file only.
    pub secrets: SecretFields,
}

impl App {
    /// What is in force: the environment before the file beside the vault, that before the settings.
    ///
    /// # Errors
    /// `invalid_input` naming the word that cannot be used, `locked`.
    pub(super) async fn in_force(&self, vault: &Vault) -> Result<InForce, Failure> {
        let backends = &self.custody.backends;
        if let Some(config) = backends.by_words(&|name| backends.word(name))? {
            return Ok(outside(config, BackendOrigin::Environment));
        }
        if let Some(words) = self.words_of_file()?
            && let Some(config) = backends.by_words(&|name| words.get(name).cloned())?
        {
            return Ok(outside(config, BackendOrigin::ConfigFile));
        }
        let chosen = vault.values().get(CHOSEN).await?.unwrap_or_else(Chosen::internal);
        Ok(InForce { chosen, origin: BackendOrigin::Settings, secrets: SecretFields::new() })
    }

    fn words_of_file(&self) -> Result<Option<BTreeMap<String, String>>, Failure> {
        let path = self.vault_path.with_file_name(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(why) if why.kind() == ErrorKind::NotFound => return Ok(None),
            Err(why) => {
                let message = format!("{} cannot be read: {why}.", path.display());
                let remedy = "Mend the file, or remove it.";
                return Err(failures::invalid("keep credentials", FILE, message, remedy));
            }
        };
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let words = lines.filter_map(|line| line.split_once('='));
        Ok(Some(words.map(|(name, value)| (name.trim().into(), value.trim().into())).collect()))
    }
}

fn outside(config: BackendConfig, origin: BackendOrigin) -> InForce {
    InForce { chosen: Chosen::of(&config), origin, secrets: config.secrets }
}
