use std::path::Path;

use uuid::Uuid;

use crate::{
    AuditLog, Inventory, Providers, SettingsTable, Slots, VaultError, VerifyReport,
};

/// An unlocked vault; cheap to clone, and all clones lock together.
#[derive(Clone)]
pub struct Vault(());

impl Vault {
    /// Its id, kept for life.
    pub fn id(&self) -> Uuid {
        todo!()
    }
    /// Where it is.
    pub fn path(&self) -> &Path {
        todo!()
    }
    /// Whether it was locked, through this clone or another.
    pub fn is_locked(&self) -> bool {
        todo!()
    }
    /// The configured accounts and their credentials.
    pub fn providers(&self) -> Providers<'_> {
        Providers(self)
    }
    /// The last known machines.
    pub fn inventory(&self) -> Inventory<'_> {
        Inventory(self)
    }
    /// What a person has set.
    pub fn settings(&self) -> SettingsTable<'_> {
        SettingsTable(self)
    }
    /// What was done.
    pub fn audit(&self) -> AuditLog<'_> {
        AuditLog(self)
    }
    /// The ways to unlock.
    pub fn slots(&self) -> Slots<'_> {
        Slots(self)
    }
    /// Whether a person said that they kept the recovery key.
    pub async fn recovery_confirmed(&self) -> Result<bool, VaultError> {
        todo!()
    }
    /// Notes that a person said so.
    pub async fn confirm_recovery(&self) -> Result<(), VaultError> {
        todo!()
    }
    /// Checks everything.
    pub async fn verify(&self) -> Result<VerifyReport, VaultError> {
        todo!()
    }
    /// Copies the vault to a new file.
    pub async fn backup(&self, to: &Path) -> Result<(), VaultError> {
        todo!()
    }
    /// Locks this and all clones.
    pub async fn lock(self) -> Result<(), VaultError> {
        todo!()
    }
}
