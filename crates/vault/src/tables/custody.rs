use nexus_model::{ConnectionId, ProfileId, ProviderId, SecretFields, SshKeyId};
use serde_json::Value;

use super::json::encode;
use super::secrets;
use super::values::row as value_row;
use crate::store::read::Reading;
use crate::store::write::Writing;
use crate::store::{RowId, Table};
use crate::{Vault, VaultError};

/// What a set of secret fields belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecretOwner {
    /// A provider.
    Provider(ProviderId),
    /// A connection.
    Connection(ConnectionId),
    /// A profile.
    Profile(ProfileId),
    /// An SSH key.
    SshKey(SshKeyId),
}

/// Another set of secret fields for an owner.
#[derive(Clone, Debug)]
pub struct SecretChange {
    /// Whose.
    pub owner: SecretOwner,
    /// What is there now, as far as the caller knows.
    pub before: SecretFields,
    /// What is to be there.
    pub after: SecretFields,
}

/// The secret fields of all owners, for moving them elsewhere and back.
pub struct Custody<'a>(pub(crate) &'a Vault);

impl Custody<'_> {
    /// The secret fields of an owner. Drop them as soon as the call is made.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn get(&self, owner: SecretOwner) -> Result<SecretFields, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        let (table, _, row) = owner.place();
        let not_found = VaultError::NotFound { what: "credential" };
        let plain = reading.get(table, &row).await?.ok_or(not_found)?;
        secrets::decode(table, &row, &plain)
    }

    /// Changes secret fields and single values, all or none, and overwrites the old ones in the
    /// file. Changes nothing and says `false` if one owner's are not those of before. A value of
    /// `None` is removed.
    pub async fn replace(
        &self,
        changes: &[SecretChange],
        values: &[(&str, Option<Value>)],
    ) -> Result<bool, VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        for SecretChange { owner, before, after } in changes {
            let (table, provider, row) = owner.place();
            let Some(plain) = writing.get(table, &row).await? else { return Ok(false) };
            if *plain != *secrets::encode(before) {
                return Ok(false);
            }
            writing.put(table, row, provider, &secrets::encode(after)).await?;
        }
        for (name, value) in values {
            let row = value_row(name)?;
            match value {
                Some(value) => writing.put(Table::Settings, row, None, &encode(value)?).await?,
                None => writing.delete(Table::Settings, &row).await?,
            }
        }
        writing.commit().await?;
        self.0.core().empty_journal().await;
        Ok(true)
    }
}

impl SecretOwner {
    /// Table, provider and row of its secret fields.
    fn place(self) -> (Table, Option<RowId>, RowId) {
        match self {
            Self::Provider(ProviderId(id)) => {
                (Table::Credentials, Some(id.into_bytes()), id.into_bytes())
            }
            Self::Connection(ConnectionId(id))
            | Self::Profile(ProfileId(id))
            | Self::SshKey(SshKeyId(id)) => (Table::Secrets, None, id.into_bytes()),
        }
    }
}
