use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use nexus_model::{Failure, Fields, SecretFields};
use nexus_secrets::BackendConfig;
use nexus_vault::Vault;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::failures::OPERATION;
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
        self.in_force_by(vault).await.map_err(|(failure, _)| failure)
    }

    /// The same, and who has set what cannot be used.
    pub(super) async fn in_force_by(
        &self,
        vault: &Vault,
    ) -> Result<InForce, (Failure, BackendOrigin)> {
        let backends = &self.custody.backends;
        let set = [
            (backends.by_words(&|name| backends.word(name)), BackendOrigin::Environment),
            (self.set_by_file(), BackendOrigin::ConfigFile),
        ];
        for (set, origin) in set {
            if let Some(config) = set.map_err(|failure| (failure, origin))? {
                return Ok(outside(config, origin));
            }
        }
        let origin = BackendOrigin::Settings;
        let kept = vault.values().get(CHOSEN).await;
        let chosen = kept.map_err(|error| (error.into(), origin))?;
        let chosen = chosen.unwrap_or_else(Chosen::internal);
        Ok(InForce { chosen, origin, secrets: SecretFields::new() })
    }

    fn set_by_file(&self) -> Result<Option<BackendConfig>, Failure> {
        let path = self.vault_path.with_file_name(FILE);
        let Some(words) = words_of(&path)? else { return Ok(None) };
        self.custody.backends.by_words(&|name| words.get(name).cloned()).map_err(|mut failure| {
            failure.message = format!("{}: {}", path.display(), failure.message);
            failure
        })
    }
}

/// The words in the file, if there is one.
fn words_of(path: &Path) -> Result<Option<BTreeMap<String, String>>, Failure> {
    let unreadable = |why: io::Error| {
        let message = format!("{} cannot be read: {why}.", path.display());
        failures::invalid(OPERATION, FILE, message, "Mend the file, or remove it.")
    };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(None),
        Err(why) => return Err(unreadable(why)),
    };
    check_private(&file, path).map_err(unreadable)??;
    let mut text = Zeroizing::new(String::new());
    file.read_to_string(&mut text).map_err(unreadable)?;
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    let words = lines.filter_map(|line| line.split_once('='));
    Ok(Some(words.map(|(name, value)| (name.trim().into(), value.trim().into())).collect()))
}

/// Whether the file is its owner's alone: it may hold a token, and whoever can write it says where
/// credentials go.
fn check_private(file: &File, path: &Path) -> io::Result<Result<(), Failure>> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            let message = format!("{} can be read or written by others.", path.display());
            let remedy = format!("Make it yours alone: chmod 600 {}", path.display());
            return Ok(Err(failures::invalid(OPERATION, FILE, message, &remedy)));
        }
    }
    Ok(Ok(()))
}

fn outside(config: BackendConfig, origin: BackendOrigin) -> InForce {
    InForce { chosen: Chosen::of(&config), origin, secrets: config.secrets }
}
