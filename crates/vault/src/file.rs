use std::path::Path;
use std::sync::Arc;

use nexus_model::{Secret, Timestamp};

use crate::{Keychain, RecoveryKey, SlotInfo, Vault, VaultError};

/// A vault on disk, locked.
#[derive(Clone, Debug)]
pub struct VaultFile(());

/// How a new vault is unlocked, besides its recovery key. At least one must be given.
#[derive(Clone, Default)]
pub struct NewVault {
    /// A master password.
    pub password: Option<Secret>,
    /// A keyring that keeps a random key for the vault.
    pub keyring: Option<Arc<dyn Keychain>>,
}

/// What a person or the system gives to unlock.
#[derive(Clone)]
pub enum UnlockKey {
    /// The master password.
    Password(Secret),
    /// The recovery key, as typed.
    Recovery(Secret),
    /// The keyring that keeps the vault's key.
    Keyring(Arc<dyn Keychain>),
}

/// How dear one guess of a password is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KdfCost {
    /// About half a second on this machine, never less than the floor.
    #[default]
    Calibrated,
    /// The least that is ever accepted; for tests that create many vaults.
    Floor,
}

impl VaultFile {
    /// Whether there is a file at the path.
    pub fn exists(path: &Path) -> bool {
        path.exists()
    }
    /// Creates a vault.
    pub async fn create(path: &Path, new: NewVault) -> Result<(Vault, RecoveryKey), VaultError> {
        todo!()
    }
    /// As [`VaultFile::create`], with the cost of a password guess given.
    pub async fn create_with_cost(
        path: &Path,
        new: NewVault,
        cost: KdfCost,
    ) -> Result<(Vault, RecoveryKey), VaultError> {
        todo!()
    }
    /// Opens a vault's file without unlocking it.
    pub async fn open(path: &Path) -> Result<Self, VaultError> {
        todo!()
    }
    /// Where it is.
    pub fn path(&self) -> &Path {
        todo!()
    }
    /// The ways to unlock, read anew.
    pub async fn slots(&self) -> Result<Vec<SlotInfo>, VaultError> {
        todo!()
    }
    /// Earliest moment of the next try, while it lies ahead.
    pub async fn retry_at(&self) -> Result<Option<Timestamp>, VaultError> {
        todo!()
    }
    /// Unlocks.
    pub async fn unlock(&self, key: UnlockKey) -> Result<Vault, VaultError> {
        todo!()
    }
    /// The lock counter.
    pub async fn lock_epoch(&self) -> Result<u32, VaultError> {
        todo!()
    }
    /// Raises the lock counter.
    pub async fn raise_lock_epoch(&self) -> Result<(), VaultError> {
        todo!()
    }
}
