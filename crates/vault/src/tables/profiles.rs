use nexus_model::{ConnectionId, ProfileId, SecretFields, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::json::{decode, encode};
use super::providers::folded;
use super::{connections, secrets};
use crate::file_lock::FileLock;
use crate::store::read::Reading;
use crate::store::write::Writing;
use crate::store::{RowId, Table};
use crate::{Vault, VaultError};

/// The provider profiles and their secret fields.
///
/// A name is unique among them, whatever its case and the blanks around it.
pub struct Profiles<'a>(pub(crate) &'a Vault);

/// A profile as it is kept. What it describes is the business of the crates above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileRecord {
    /// Identifier, kept for life.
    pub id: ProfileId,
    /// Its name.
    pub name: String,
    /// The profile, as JSON. Holds nothing secret.
    pub profile: Value,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

const NOT_FOUND: VaultError = VaultError::NotFound { what: "profile" };

impl Profiles<'_> {
    /// All profiles, by name.
    pub async fn list(&self) -> Result<Vec<ProfileRecord>, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        let mut profiles = all(&mut reading).await?;
        profiles.sort_by_cached_key(|each| folded(&each.name));
        Ok(profiles)
    }

    /// One profile.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn get(&self, id: ProfileId) -> Result<ProfileRecord, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        let plain = reading.get(Table::Profiles, &row(id)).await?.ok_or(NOT_FOUND)?;
        decode(Table::Profiles, &row(id), &plain)
    }

    /// A profile's secret fields. Drop them as soon as the call is made.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn secrets(&self, id: ProfileId) -> Result<SecretFields, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        let plain = reading.get(Table::Secrets, &row(id)).await?.ok_or(NOT_FOUND)?;
        secrets::decode(Table::Secrets, &row(id), &plain)
    }

    /// Adds or replaces a profile; of its secret fields those given, while the others stay.
    ///
    /// # Errors
    /// [`VaultError::NameTaken`]; [`VaultError::Invalid`] for an empty name.
    pub async fn put(
        &self,
        profile: &ProfileRecord,
        fields: &SecretFields,
    ) -> Result<(), VaultError> {
        self.put_all([(profile, fields)]).await
    }

    /// Adds or replaces profiles, all or none.
    ///
    /// # Errors
    /// As [`Profiles::put`].
    pub async fn put_all<'p>(
        &self,
        profiles: impl IntoIterator<Item = (&'p ProfileRecord, &'p SecretFields)>,
    ) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        for (profile, fields) in profiles {
            put(&mut writing, profile, fields).await?;
        }
        writing.commit().await?;
        self.0.core().empty_journal().await;
        Ok(())
    }

    /// Removes a profile and the connections made by it, with the secret fields of all, and
    /// overwrites them in the file.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], of the profile or of one of the connections.
    pub async fn remove(
        &self,
        id: ProfileId,
        connections: &[ConnectionId],
    ) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        if !writing.ledger().has(Table::Profiles, &row(id)) {
            return Err(NOT_FOUND);
        }
        for connection in connections {
            connections::delete(&mut writing, *connection).await?;
        }
        writing.delete(Table::Secrets, &row(id)).await?;
        writing.delete(Table::Profiles, &row(id)).await?;
        writing.commit().await?;
        self.0.core().empty_journal().await;
        for connection in connections {
            FileLock::retire(&self.0.core().path, &connection.to_string());
        }
        Ok(())
    }
}

fn row(id: ProfileId) -> RowId {
    *id.0.as_bytes()
}

async fn all(reading: &mut Reading) -> Result<Vec<ProfileRecord>, VaultError> {
    let rows = reading.list(Table::Profiles, None).await?;
    rows.iter().map(|(id, plain)| decode(Table::Profiles, id, plain)).collect()
}

async fn put(
    writing: &mut Writing,
    profile: &ProfileRecord,
    fields: &SecretFields,
) -> Result<(), VaultError> {
    let name = profile.name.trim();
    if name.is_empty() {
        return Err(VaultError::Invalid {
            field: "name",
            problem: "the name is empty",
            remedy: "Give the profile a name.",
        });
    }
    let same =
        |other: &ProfileRecord| other.id != profile.id && folded(&other.name) == folded(name);
    if let Some(other) = all(writing).await?.into_iter().find(same) {
        return Err(VaultError::NameTaken { what: "profile", name: other.name });
    }
    let id = row(profile.id);
    let mut kept = match writing.get(Table::Secrets, &id).await? {
        Some(plain) => secrets::decode(Table::Secrets, &id, &plain)?,
        None => SecretFields::new(),
    };
    kept.extend(fields.clone());
    let profile = ProfileRecord { name: name.to_owned(), ..profile.clone() };
    writing.put(Table::Profiles, id, None, &encode(&profile)?).await?;
    writing.put(Table::Secrets, id, None, &secrets::encode(&kept)).await
}
