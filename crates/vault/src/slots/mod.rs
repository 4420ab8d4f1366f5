use nexus_model::Secret;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Keychain, RecoveryKey, Vault, VaultError};

/// Ways to unlock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// A master password.
    Password,
    /// A random key kept by the operating system's keyring.
    Keyring,
    /// The recovery key.
    Recovery,
}

/// One way to unlock, without its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SlotInfo {
    /// Names it for [`Slots::revoke`].
    pub id: Uuid,
    /// What it takes.
    pub kind: SlotKind,
}

/// The ways to unlock an unlocked vault.
pub struct Slots<'a>(pub(crate) &'a Vault);

impl Slots<'_> {
    /// All of them.
    pub async fn list(&self) -> Result<Vec<SlotInfo>, VaultError> {
        todo!()
    }
    /// Sets or replaces the master password.
    pub async fn set_password(&self, new: &Secret) -> Result<SlotInfo, VaultError> {
        todo!()
    }
    /// Lets a keyring unlock the vault.
    pub async fn add_keyring(&self, chain: &dyn Keychain) -> Result<SlotInfo, VaultError> {
        todo!()
    }
    /// Makes a new recovery key; the old one is void.
    pub async fn replace_recovery(&self) -> Result<RecoveryKey, VaultError> {
        todo!()
    }
    /// Takes one away; never the last.
    pub async fn revoke(&self, id: Uuid) -> Result<(), VaultError> {
        todo!()
    }
}
