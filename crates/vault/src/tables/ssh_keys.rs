use nexus_model::{SecretFields, SshKey, SshKeyId};

use super::flags::SSH_KEYS;
use super::json::{decode, encode};
use super::secrets;
use crate::store::read::Reading;
use crate::store::write::Writing;
use crate::store::{RowId, Table};
use crate::{Vault, VaultError};

const NOT_FOUND: VaultError = VaultError::NotFound { what: "SSH key" };

/// The SSH keys that are kept. One value tells what they are called; each one's secret is a row,
/// which [`crate::Custody`] reads.
pub struct SshKeys<'a>(pub(crate) &'a Vault);

impl SshKeys<'_> {
    /// All keys, in the order they were added.
    pub async fn list(&self) -> Result<Vec<SshKey>, VaultError> {
        read(&mut Reading::begin(self.0.core()).await?).await
    }

    /// Adds a key.
    ///
    /// # Errors
    /// [`VaultError::NameTaken`] if another has its name, without regard to case.
    pub async fn add(&self, key: &SshKey, fields: &SecretFields) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        let mut keys = read(&mut writing).await?;
        check_free(&keys, key.id, &key.name)?;
        keys.push(key.clone());
        writing.put(Table::Secrets, row(key.id), None, &secrets::encode(fields)).await?;
        write(writing, &keys).await
    }

    /// Gives a key another name.
    ///
    /// # Errors
    /// [`VaultError::NotFound`]; [`VaultError::NameTaken`] if another has the name, without regard
    /// to case.
    pub async fn rename(&self, id: SshKeyId, name: &str) -> Result<SshKey, VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        let mut keys = read(&mut writing).await?;
        check_free(&keys, id, name)?;
        let key = keys.iter_mut().find(|key| key.id == id).ok_or(NOT_FOUND)?;
        name.clone_into(&mut key.name);
        let renamed = key.clone();
        write(writing, &keys).await?;
        Ok(renamed)
    }

    /// Removes a key and wipes its secret.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn remove(&self, id: SshKeyId) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        let mut keys = read(&mut writing).await?;
        let place = keys.iter().position(|key| key.id == id).ok_or(NOT_FOUND)?;
        keys.remove(place);
        writing.delete(Table::Secrets, &row(id)).await?;
        write(writing, &keys).await?;
        self.0.core().empty_journal().await;
        Ok(())
    }
}

fn check_free(keys: &[SshKey], id: SshKeyId, name: &str) -> Result<(), VaultError> {
    let folded = name.to_lowercase();
    match keys.iter().find(|other| other.id != id && other.name.to_lowercase() == folded) {
        Some(other) => Err(VaultError::NameTaken { what: "SSH key", name: other.name.clone() }),
        None => Ok(()),
    }
}

fn row(id: SshKeyId) -> RowId {
    *id.0.as_bytes()
}

async fn read(reading: &mut Reading) -> Result<Vec<SshKey>, VaultError> {
    match reading.get(Table::Settings, &SSH_KEYS).await? {
        Some(plain) => decode(Table::Settings, &SSH_KEYS, &plain),
        None => Ok(Vec::new()),
    }
}

async fn write(mut writing: Writing, keys: &[SshKey]) -> Result<(), VaultError> {
    writing.put(Table::Settings, SSH_KEYS, None, &encode(&keys)?).await?;
    writing.commit().await
}
