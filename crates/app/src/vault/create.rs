use std::sync::Arc;

use nexus_model::{Failure, Secret};
use nexus_vault::{NewVault, VaultFile};
use serde::Deserialize;

use super::Session;
use crate::{App, failures};

/// Fewest characters of a master password. NIST SP 800-63B-4, section 3.1.1.2, asks 15 of a
/// password that is the only factor; 12 with Argon2id at half a second a guess is our floor.
const MIN_PASSWORD_CHARS: usize = 12;

/// How a new vault is to be unlocked: at least one of the two.
#[derive(Debug, Deserialize, specta::Type)]
pub struct NewVaultRequest {
    /// Master password.
    pub password: Option<Secret>,
    /// A key kept by the operating system's keyring.
    pub keyring: bool,
}

impl App {
    /// Creates the vault and leaves it unlocked. Returns the recovery key, which is shown once and
    /// kept nowhere.
    ///
    /// # Errors
    /// `vault_exists`; `invalid_input` for no way to unlock or a short password;
    /// `keyring_unavailable`.
    pub async fn create_vault(&self, request: NewVaultRequest) -> Result<Secret, Failure> {
        let NewVaultRequest { password, keyring } = request;
        if password.is_none() && !keyring {
            return Err(failures::invalid(
                "create the vault",
                "keyring",
                "The vault needs a way to unlock it.",
                "Choose the keyring, a master password, or both.",
            ));
        }
        if let Some(password) = &password {
            check_password(password)?;
        }
        let keyring = keyring.then(|| Arc::clone(&self.keychain));
        let (vault, recovery_key) =
            VaultFile::create(&self.vault_path, NewVault { password, keyring }).await?;
        *self.session.write().await = Some(Session::new(vault, 0));
        self.input.touch();
        self.emit_vault_status().await?;
        Ok(Secret::new(recovery_key.expose()))
    }

    /// Notes that the person has kept the recovery key.
    ///
    /// # Errors
    /// `locked`.
    pub async fn confirm_recovery(&self) -> Result<(), Failure> {
        self.vault().await?.confirm_recovery().await?;
        self.emit_vault_status().await
    }
}

/// Refuses a password that is too short to be a vault's.
pub(super) fn check_password(password: &Secret) -> Result<(), Failure> {
    if password.expose().chars().count() >= MIN_PASSWORD_CHARS {
        return Ok(());
    }
    Err(failures::invalid(
        "set the master password",
        "password",
        format!("A master password has at least {MIN_PASSWORD_CHARS} characters."),
        "Use a longer one; a few unrelated words are easy to remember and hard to guess.",
    ))
}
