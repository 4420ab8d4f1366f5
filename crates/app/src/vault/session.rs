use nexus_model::Failure;
use nexus_vault::{Vault, VaultFile};

/// An unlocked vault, from its unlocking to its locking.
pub(crate) struct Session {
    pub vault: Vault,
    /// The file's lock epoch from before it was unlocked: a request to lock that comes in between
    /// is not missed, and one from before is not obeyed late.
    lock_epoch: u32,
}

impl Session {
    pub fn new(vault: Vault, lock_epoch: u32) -> Self {
        Self { vault, lock_epoch }
    }

    /// Whether another process has asked all apps to lock. A file that cannot be read asks nothing.
    pub async fn is_asked_to_lock(&self) -> Result<bool, Failure> {
        let file = VaultFile::open(self.vault.path()).await?;
        Ok(file.lock_epoch().await? != self.lock_epoch)
    }
}
