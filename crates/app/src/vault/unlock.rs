use std::sync::Arc;

use nexus_model::{Failure, Secret};
use nexus_vault::{SlotKind, UnlockKey, VaultFile};
use serde::Deserialize;

use super::Session;
use crate::{App, failures};

/// How to unlock the vault.
#[derive(Debug, Deserialize, specta::Type)]
pub struct UnlockRequest {
    /// Which kind of key slot.
    pub kind: SlotKind,
    /// The password or recovery key; none for the keyring.
    pub secret: Option<Secret>,
}

impl App {
    /// Unlocks the vault; does nothing if it is unlocked already.
    ///
    /// # Errors
    /// `wrong_password`, `back_off` with the moment of the next try, `keyring_unavailable`,
    /// `no_vault`, `vault_damaged`, `vault_unsafe`.
    pub async fn unlock_vault(&self, request: UnlockRequest) -> Result<(), Failure> {
        // Held to the end, so that two callers do not unlock twice.
        let mut session = self.session.write().await;
        if session.is_some() {
            return Ok(());
        }
        let file = VaultFile::open(&self.vault_path).await?;
        let key = match (request.kind, request.secret) {
            (SlotKind::Keyring, _) => UnlockKey::Keyring(Arc::clone(&self.keychain)),
            (SlotKind::Password, Some(secret)) => UnlockKey::Password(secret),
            (SlotKind::Recovery, Some(secret)) => UnlockKey::Recovery(secret),
            (SlotKind::Password | SlotKind::Recovery, None) => {
                return Err(failures::invalid(
                    "unlock the vault",
                    "secret",
                    "Nothing was typed.",
                    "Type the master password or the recovery key.",
                ));
            }
        };
        let lock_epoch = file.lock_epoch().await?;
        let vault = file.unlock(key).await?;
        *session = Some(Session::new(vault.clone(), lock_epoch));
        drop(session);
        // What is left of a killed sign-in is no reason to stay locked.
        if let Err(failure) = self.sweep_sign_ins(&vault).await {
            tracing::warn!(code = %failure.code, "the sign-ins that were killed are still listed");
        }
        self.input.touch();
        self.emit_vault_status().await?;
        self.look_at_secret_backend(&vault);
        Ok(())
    }
}
