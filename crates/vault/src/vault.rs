use std::path::Path;
use std::sync::Arc;

use uuid::Uuid;

use crate::core::Core;
use crate::store::read::Reading;
use crate::store::write::Writing;
use crate::tables::flags;
use crate::{
    AuditLog, Connections, Custody, Inventory, Marks, Profiles, Providers, SettingsTable, Slots,
    SshKeys, Values, VaultError, VerifyReport, backup, verify,
};

/// An unlocked vault; cheap to clone, and all clones lock together.
///
/// Every method of it and of its tables fails with [`VaultError::Locked`] once it is locked, with
/// [`VaultError::Damaged`] if what it reads is not what was written last, with
/// [`VaultError::Busy`] if another process holds the write lock for too long, and with
/// [`VaultError::DiskFull`] or [`VaultError::Io`] as the system does.
#[derive(Clone)]
pub struct Vault(Arc<Core>);

impl Vault {
    pub(crate) fn new(core: Core) -> Self {
        Self(Arc::new(core))
    }

    pub(crate) fn core(&self) -> &Core {
        &self.0
    }

    /// Its id, kept for life; also its account's name in a keyring.
    pub fn id(&self) -> Uuid {
        self.0.id
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Whether it was locked, through this clone or another.
    pub fn is_locked(&self) -> bool {
        self.0.keys().is_err()
    }

    /// The configured accounts and their credentials.
    pub fn providers(&self) -> Providers<'_> {
        Providers(self)
    }

    /// The last known machines.
    pub fn inventory(&self) -> Inventory<'_> {
        Inventory(self)
    }

    /// The provider profiles and their client secrets.
    pub fn profiles(&self) -> Profiles<'_> {
        Profiles(self)
    }

    /// The connections and their tokens.
    pub fn connections(&self) -> Connections<'_> {
        Connections(self)
    }

    /// The secret fields of all of these, for moving them elsewhere and back.
    pub fn custody(&self) -> Custody<'_> {
        Custody(self)
    }

    /// What a person keeps about machines.
    pub fn marks(&self) -> Marks<'_> {
        Marks(self)
    }

    /// What a person has set.
    pub fn settings(&self) -> SettingsTable<'_> {
        SettingsTable(self)
    }

    /// The SSH keys that are kept.
    pub fn ssh_keys(&self) -> SshKeys<'_> {
        SshKeys(self)
    }

    /// Single values of other forms.
    pub fn values(&self) -> Values<'_> {
        Values(self)
    }

    /// What was done.
    pub fn audit(&self) -> AuditLog<'_> {
        AuditLog(self)
    }

    /// The ways to unlock.
    pub fn slots(&self) -> Slots<'_> {
        Slots(self)
    }

    /// Whether a person said that they kept the present recovery key.
    pub async fn recovery_confirmed(&self) -> Result<bool, VaultError> {
        let mut reading = Reading::begin(&self.0).await?;
        flags::recovery_confirmed(&mut reading).await
    }

    /// Notes that a person said so.
    pub async fn confirm_recovery(&self) -> Result<(), VaultError> {
        let mut writing = Writing::begin(&self.0).await?;
        flags::set_recovery_confirmed(&mut writing, true).await?;
        writing.commit().await
    }

    /// Checks everything: SQLite's own check, the schema, every sealed value against its place and
    /// the ledger, and the audit chain. What is wrong is in the report, not an error.
    pub async fn verify(&self) -> Result<VerifyReport, VaultError> {
        verify::verify(&self.0).await
    }

    /// Copies the vault, as it is at this moment, to a new file for its owner only. It opens like
    /// any vault, with the same keys, once it lies in a folder that is its owner's alone.
    ///
    /// # Errors
    /// [`VaultError::Exists`]; nothing is left behind on an error.
    pub async fn backup(&self, to: &Path) -> Result<(), VaultError> {
        backup::backup(&self.0, to).await
    }

    /// Locks this and all clones: no call succeeds from here on, and the keys are overwritten when
    /// the last call that is running ends. The journal is moved into the file.
    pub async fn lock(self) -> Result<(), VaultError> {
        self.0.forget_keys();
        if !self.0.pool.is_closed() {
            self.0.empty_journal().await;
            self.0.pool.close().await;
        }
        Ok(())
    }
}
