use nexus_model::{Connection, ConnectionId, SecretFields};

use super::json::{decode, encode};
use super::secrets;
use crate::store::read::Reading;
use crate::store::write::Writing;
use crate::store::{RowId, Table};
use crate::{FileLock, Mark, Vault, VaultError};

/// The connections to clouds and APIs, with their tokens.
pub struct Connections<'a>(pub(crate) &'a Vault);

const NOT_FOUND: VaultError = VaultError::NotFound { what: "connection" };

impl Connections<'_> {
    /// All connections, in the order they were made.
    pub async fn list(&self) -> Result<Vec<Connection>, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        let rows = reading.list(Table::Connections, None).await?;
        let mut connections = rows
            .iter()
            .map(|(id, plain)| decode::<Connection>(Table::Connections, id, plain))
            .collect::<Result<Vec<_>, _>>()?;
        connections.sort_by_key(|each| (each.created_at, each.id));
        Ok(connections)
    }

    /// One connection.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn get(&self, id: ConnectionId) -> Result<Connection, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        get(&mut reading, id).await
    }

    /// One connection with its secret fields, both as of one moment. Drop the fields as soon as
    /// the call is made.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn with_secrets(
        &self,
        id: ConnectionId,
    ) -> Result<(Connection, SecretFields), VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        both(&mut reading, id).await
    }

    /// Adds a connection with its secret fields.
    ///
    /// # Errors
    /// [`VaultError::Invalid`] for an id in use.
    pub async fn insert(
        &self,
        connection: &Connection,
        fields: &SecretFields,
    ) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        if writing.ledger().has(Table::Connections, &row(connection.id)) {
            return Err(VaultError::Invalid {
                field: "id",
                problem: "a connection of this id exists already",
                remedy: "Use a new random id.",
            });
        }
        put(&mut writing, connection).await?;
        put_secrets(&mut writing, connection.id, fields).await?;
        writing.commit().await
    }

    /// Changes a connection as it is at that moment, and gives what it is now. Its secret fields
    /// stay.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn update(
        &self,
        id: ConnectionId,
        change: impl FnOnce(&mut Connection),
    ) -> Result<Connection, VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        let mut connection = get(&mut writing, id).await?;
        change(&mut connection);
        put(&mut writing, &connection).await?;
        writing.commit().await?;
        Ok(connection)
    }

    /// Changes a connection and its secret fields, both or neither: the new ones are on disk before
    /// the old are overwritten in the file.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn renew(
        &self,
        id: ConnectionId,
        change: impl FnOnce(&mut Connection, &mut SecretFields),
    ) -> Result<Connection, VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        let (mut connection, mut fields) = both(&mut writing, id).await?;
        change(&mut connection, &mut fields);
        put(&mut writing, &connection).await?;
        put_secrets(&mut writing, id, &fields).await?;
        writing.commit().await?;
        self.0.core().empty_journal().await;
        Ok(connection)
    }

    /// Removes a connection with its secret fields, and overwrites them in the file.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub async fn remove(&self, id: ConnectionId) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        delete(&mut writing, id).await?;
        writing.commit().await?;
        self.0.core().empty_journal().await;
        FileLock::retire(&self.0.core().path, &id.to_string());
        Ok(())
    }

    /// Waits for the right to renew a connection's token, of which there is one in all processes.
    /// Whoever gets it reads the connection again: another process may have renewed it meanwhile.
    ///
    /// # Errors
    /// [`VaultError::Busy`] after three minutes.
    pub async fn lock(&self, id: ConnectionId) -> Result<FileLock, VaultError> {
        FileLock::to_renew(&self.0.core().path, &id.to_string()).await
    }

    /// Marks that a sign-in to a connection is under way, for all processes to see, until the mark
    /// is dropped or this process ends, however it ends. `None` if it is marked already.
    ///
    /// # Errors
    /// When no file can be made beside the vault.
    pub fn mark_sign_in(&self, id: ConnectionId) -> Result<Option<Mark>, VaultError> {
        FileLock::mark(&self.0.core().path, &id.to_string())
    }
}

/// Deletes a connection's rows.
pub async fn delete(writing: &mut Writing, id: ConnectionId) -> Result<(), VaultError> {
    if !writing.ledger().has(Table::Connections, &row(id)) {
        return Err(NOT_FOUND);
    }
    writing.delete(Table::Secrets, &row(id)).await?;
    writing.delete(Table::Connections, &row(id)).await
}

fn row(id: ConnectionId) -> RowId {
    *id.0.as_bytes()
}

async fn get(reading: &mut Reading, id: ConnectionId) -> Result<Connection, VaultError> {
    let plain = reading.get(Table::Connections, &row(id)).await?.ok_or(NOT_FOUND)?;
    decode(Table::Connections, &row(id), &plain)
}

async fn both(
    reading: &mut Reading,
    id: ConnectionId,
) -> Result<(Connection, SecretFields), VaultError> {
    let connection = get(reading, id).await?;
    let plain = reading.get(Table::Secrets, &row(id)).await?.ok_or(NOT_FOUND)?;
    Ok((connection, secrets::decode(Table::Secrets, &row(id), &plain)?))
}

async fn put(writing: &mut Writing, connection: &Connection) -> Result<(), VaultError> {
    let plain = encode(connection)?;
    writing.put(Table::Connections, row(connection.id), None, &plain).await
}

async fn put_secrets(
    writing: &mut Writing,
    id: ConnectionId,
    fields: &SecretFields,
) -> Result<(), VaultError> {
    writing.put(Table::Secrets, row(id), None, &secrets::encode(fields)).await
}
