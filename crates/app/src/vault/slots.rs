use nexus_model::{Failure, Secret};
use nexus_vault::{SlotKind, VerifyReport};
use uuid::Uuid;

use super::create::check_password;
use crate::App;

impl App {
    /// Sets or replaces the master password; the data is not rewritten.
    ///
    /// # Errors
    /// `invalid_input` for a short one, `locked`.
    pub async fn set_password(&self, password: Secret) -> Result<(), Failure> {
        check_password(&password)?;
        self.vault().await?.slots().set_password(&password).await?;
        self.emit_vault_status().await
    }

    /// Lets the operating system's keyring unlock the vault from now on.
    ///
    /// # Errors
    /// `keyring_unavailable`, `locked`.
    pub async fn add_keyring(&self) -> Result<(), Failure> {
        self.vault().await?.slots().add_keyring(self.keychain.as_ref()).await?;
        self.emit_vault_status().await
    }

    /// Takes one way to unlock away; never the last.
    ///
    /// # Errors
    /// `invalid_input` for the last one, `not_found`, `locked`.
    pub async fn revoke_slot(&self, slot: Uuid) -> Result<(), Failure> {
        let vault = self.vault().await?;
        let before = vault.slots().list().await?;
        vault.slots().revoke(slot).await?;
        let (revoked, kept): (Vec<_>, Vec<_>) = before
            .into_iter()
            .filter(|known| known.kind == SlotKind::Keyring)
            .partition(|known| known.id == slot);
        // The key here opens nothing any more; leaving it would only be untidy. With another
        // keyring's slot still there it cannot be told which of them this keyring's key opens.
        if !revoked.is_empty() && kept.is_empty() {
            let _ = self.keychain.remove(&vault.id().to_string()).await;
        }
        self.emit_vault_status().await
    }

    /// Makes a new recovery key; the old one is worth nothing from now on.
    ///
    /// # Errors
    /// `locked`.
    pub async fn replace_recovery(&self) -> Result<Secret, Failure> {
        let key = self.vault().await?.slots().replace_recovery().await?;
        self.emit_vault_status().await?;
        Ok(Secret::new(key.expose()))
    }

    /// Checks the whole vault: the file, every sealed value, the ledger, the audit chain.
    ///
    /// # Errors
    /// `locked`, or when the file cannot be read at all. What is damaged is in the report.
    pub async fn verify_vault(&self) -> Result<VerifyReport, Failure> {
        Ok(self.vault().await?.verify().await?)
    }
}
