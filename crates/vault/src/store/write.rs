//! One change of the vault: all of it or nothing.

use std::ops::{Deref, DerefMut};

use tokio::sync::OwnedMutexGuard;

use super::read::Reading;
use super::row::Row;
use super::{RowId, Table};
use crate::VaultError;
use crate::core::Core;
use crate::crypto::seal::seal;
use crate::file_lock::FileLock;

/// Writes in a row before another process is let in: without a rest, one that refreshes hundreds of
/// regions would take the lock again before anyone else looks. A few dozen milliseconds of writing.
const TURNS: u64 = 8;

/// A write transaction. Dropped without [`Writing::commit`], it changes nothing.
pub struct Writing {
    reading: Reading,
    /// The revision that everything written here gets.
    revision: i64,
    // Held for their `Drop` only, which must come after the transaction's.
    _file: Option<FileLock>,
    _process: Option<OwnedMutexGuard<u64>>,
}

impl Writing {
    /// Queues for the vault's write lock and begins.
    pub async fn begin(core: &Core) -> Result<Self, VaultError> {
        let mut process = core.writers.clone().lock_owned().await;
        *process += 1;
        if process.is_multiple_of(TURNS) {
            tokio::time::sleep(FileLock::REST).await;
        }
        let file = FileLock::to_write(&core.path).await?;
        Self::with_lock(core, Some(file), Some(process)).await
    }

    /// Begins under a lock that is held already, here or by the caller.
    pub async fn with_lock(
        core: &Core,
        file: Option<FileLock>,
        process: Option<OwnedMutexGuard<u64>>,
    ) -> Result<Self, VaultError> {
        let keys = core.keys()?;
        let transaction = core.pool.begin_with("BEGIN IMMEDIATE").await?;
        let reading = Reading::over(transaction, keys, core.id).await?;
        let revision = reading.ledger.revision + 1;
        Ok(Self { reading, revision, _file: file, _process: process })
    }

    /// The revision that everything written here gets.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// Seals a value and writes it, over an older one of this id.
    pub async fn put(
        &mut self,
        table: Table,
        id: RowId,
        provider: Option<RowId>,
        plain: &[u8],
    ) -> Result<(), VaultError> {
        let mut row = Row { id, provider, revision: self.revision, value: Vec::new() };
        row.value = seal(self.keys.table(table), &row.place(self.vault, table), plain)?;
        self.put_sealed(table, row).await
    }

    /// Writes a row that is sealed already (a slot, which has a key of its own).
    pub async fn put_sealed(&mut self, table: Table, row: Row) -> Result<(), VaultError> {
        self.ledger.note(table, &row);
        sqlx::query(table.statements().put)
            .bind(row.id.to_vec())
            .bind(row.provider.map(|id| id.to_vec()))
            .bind(row.revision)
            .bind(row.value)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Deletes a row, if there is one.
    pub async fn delete(&mut self, table: Table, id: &RowId) -> Result<(), VaultError> {
        self.ledger.forget(table, id);
        sqlx::query(table.statements().delete).bind(id.to_vec()).execute(self.connection()).await?;
        Ok(())
    }

    /// Deletes all rows of a provider.
    pub async fn delete_of(&mut self, table: Table, provider: &RowId) -> Result<(), VaultError> {
        let deleted: Vec<Vec<u8>> = sqlx::query_scalar(table.statements().delete_of_provider)
            .bind(provider.to_vec())
            .fetch_all(self.connection())
            .await?;
        for id in deleted {
            self.ledger.forget(table, &super::row::row_id(table, &id)?);
        }
        Ok(())
    }

    /// Makes it so.
    pub async fn commit(mut self) -> Result<(), VaultError> {
        let Reading { transaction, ledger, keys, vault } = &mut self.reading;
        ledger.revision = self.revision;
        ledger.save(transaction, &keys.ledger, *vault).await?;
        self.reading.transaction.commit().await?;
        Ok(())
    }
}

impl Deref for Writing {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        &self.reading
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut Reading {
        &mut self.reading
    }
}
