use nexus_model::{Provider, ProviderId, SecretFields};

use super::json::{decode, encode};
use super::secrets;
use crate::store::read::Reading;
use crate::store::write::Writing;
use crate::store::{RowId, Table};
use crate::{Vault, VaultError};

/// The configured accounts and their credentials.
///
/// A name is unique in the vault, whatever its case and the blanks around it.
pub struct Providers<'a>(pub(crate) &'a Vault);

const NOT_FOUND: VaultError = VaultError::NotFound { what: "provider" };

impl Providers<'_> {
    /// All providers: pinned ones first, then by position, then by name.
    pub async fn list(&self) -> Result<Vec<Provider>, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        let mut providers = all(&mut reading).await?;
        providers.sort_by_cached_key(|each| (!each.pinned, each.position, folded(&each.name)));
        Ok(providers)
    }

    /// One provider.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn get(&self, id: ProviderId) -> Result<Provider, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        get(&mut reading, id).await
    }

    /// Adds a provider with its credential.
    ///
    /// # Errors
    /// [`VaultError::NameTaken`]; [`VaultError::Invalid`] for an empty name or an id in use.
    pub async fn insert(
        &self,
        provider: &Provider,
        secrets: &SecretFields,
    ) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        if writing.get(Table::Providers, &row(provider.id)).await?.is_some() {
            return Err(VaultError::Invalid {
                field: "id",
                problem: "a provider of this id exists already",
                remedy: "Use a new random id.",
            });
        }
        put(&mut writing, provider).await?;
        put_secrets(&mut writing, provider.id, secrets).await?;
        writing.commit().await
    }

    /// Changes a provider; its credential stays.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::NameTaken`], [`VaultError::Invalid`].
    pub async fn update(&self, provider: &Provider) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        get(&mut writing, provider.id).await?;
        put(&mut writing, provider).await?;
        writing.commit().await
    }

    /// Changes a provider and replaces its credential, both or neither. The old credential is
    /// overwritten in the file.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::NameTaken`], [`VaultError::Invalid`].
    pub async fn rotate(
        &self,
        provider: &Provider,
        secrets: &SecretFields,
    ) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        get(&mut writing, provider.id).await?;
        put(&mut writing, provider).await?;
        put_secrets(&mut writing, provider.id, secrets).await?;
        writing.commit().await?;
        self.0.core().empty_journal().await;
        Ok(())
    }

    /// Removes a provider with its credential and all that was listed with it, and overwrites them
    /// in the file.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn remove(&self, id: ProviderId) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        if !writing.ledger().has(Table::Providers, &row(id)) {
            return Err(NOT_FOUND);
        }
        for table in [Table::Documents, Table::Snapshots, Table::Credentials] {
            writing.delete_of(table, &row(id)).await?;
        }
        writing.delete(Table::Providers, &row(id)).await?;
        writing.commit().await?;
        if let Ok(opened) = self.0.core().pages() {
            opened.forget(&row(id));
        }
        self.0.core().empty_journal().await;
        Ok(())
    }

    /// The secret fields of a provider's credential. Drop them as soon as the call is made.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn secrets(&self, id: ProviderId) -> Result<SecretFields, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        let plain = reading.get(Table::Credentials, &row(id)).await?.ok_or(NOT_FOUND)?;
        secrets::decode(Table::Credentials, &row(id), &plain)
    }
}

/// The row of a provider, and of its credential.
pub fn row(id: ProviderId) -> RowId {
    *id.0.as_bytes()
}

async fn get(reading: &mut Reading, id: ProviderId) -> Result<Provider, VaultError> {
    let plain = reading.get(Table::Providers, &row(id)).await?.ok_or(NOT_FOUND)?;
    decode(Table::Providers, &row(id), &plain)
}

async fn all(reading: &mut Reading) -> Result<Vec<Provider>, VaultError> {
    let rows = reading.list(Table::Providers, None).await?;
    rows.iter().map(|(id, plain)| decode(Table::Providers, id, plain)).collect()
}

async fn put(writing: &mut Writing, provider: &Provider) -> Result<(), VaultError> {
    let name = provider.name.trim();
    if name.is_empty() {
        return Err(VaultError::Invalid {
            field: "name",
            problem: "the name is empty",
            remedy: "Give the provider a name.",
        });
    }
    let same = |other: &Provider| other.id != provider.id && folded(&other.name) == folded(name);
    if let Some(other) = all(writing).await?.into_iter().find(same) {
        return Err(VaultError::NameTaken { what: "provider", name: other.name });
    }
    let provider = Provider { name: name.to_owned(), ..provider.clone() };
    writing.put(Table::Providers, row(provider.id), None, &encode(&provider)?).await
}

async fn put_secrets(
    writing: &mut Writing,
    id: ProviderId,
    fields: &SecretFields,
) -> Result<(), VaultError> {
    writing.put(Table::Credentials, row(id), Some(row(id)), &secrets::encode(fields)).await
}

/// A name as it is compared.
pub fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}
