//! One consistent look at the vault.

use std::collections::BTreeSet;
use std::sync::Arc;

use sqlx::{Row as _, Sqlite, SqliteConnection, Transaction};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::ledger::Ledger;
use super::row::{Row, row_id, row_name};
use super::{RowId, Table};
use crate::VaultError;
use crate::core::Core;
use crate::crypto::seal;
use crate::crypto::subkeys::Keys;

/// A plain value; overwritten when dropped, because some are credentials.
pub type Plain = Zeroizing<Vec<u8>>;

/// A transaction with the ledger that belongs to it.
pub struct Reading {
    pub(super) transaction: Transaction<'static, Sqlite>,
    pub(super) ledger: Ledger,
    pub(super) keys: Arc<Keys>,
    pub(super) vault: Uuid,
}

impl Reading {
    /// Begins to read.
    pub async fn begin(core: &Core) -> Result<Self, VaultError> {
        let keys = core.keys()?;
        let transaction = core.pool.begin().await?;
        Self::over(transaction, keys, core.id).await
    }

    pub(super) async fn over(
        mut transaction: Transaction<'static, Sqlite>,
        keys: Arc<Keys>,
        vault: Uuid,
    ) -> Result<Self, VaultError> {
        let ledger = Ledger::load(&mut transaction, &keys.ledger, vault).await?;
        Ok(Self { transaction, ledger, keys, vault })
    }

    /// The ledger of this moment.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The vault's keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The vault's id.
    pub fn vault(&self) -> Uuid {
        self.vault
    }

    /// The connection in this transaction.
    pub fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }

    /// A row's value, or `None` if there never was one or it was deleted by this app.
    pub async fn get(&mut self, table: Table, id: &RowId) -> Result<Option<Plain>, VaultError> {
        let stored = sqlx::query(table.statements().get)
            .bind(id.as_slice())
            .fetch_optional(&mut *self.transaction)
            .await?;
        match stored {
            Some(stored) => {
                let row = Row::read(table, &stored)?;
                self.ledger.check(table, &row)?;
                self.open(table, &row).map(Some)
            }
            None if self.ledger.has(table, id) => Err(missing(table, id)),
            None => Ok(None),
        }
    }

    /// All values of a table, or those of one provider, after checking that no row is missing.
    pub async fn list(
        &mut self,
        table: Table,
        provider: Option<&RowId>,
    ) -> Result<Vec<(RowId, Plain)>, VaultError> {
        let rows = self.checked(table, provider).await?;
        rows.iter().map(|row| Ok((row.id, self.open(table, row)?))).collect()
    }

    /// The stored rows of [`Reading::list`], of which each is the one that was written last and
    /// none is missing.
    pub async fn checked(
        &mut self,
        table: Table,
        provider: Option<&RowId>,
    ) -> Result<Vec<Row>, VaultError> {
        self.check_complete(table).await?;
        let rows = self.rows(table, provider).await?;
        rows.iter().try_for_each(|row| self.ledger.check(table, row))?;
        Ok(rows)
    }

    /// The stored rows, unchecked.
    pub async fn rows(
        &mut self,
        table: Table,
        provider: Option<&RowId>,
    ) -> Result<Vec<Row>, VaultError> {
        let query = match provider {
            Some(provider) => sqlx::query(table.statements().of_provider).bind(provider.as_slice()),
            None => sqlx::query(table.statements().all),
        };
        let stored = query.fetch_all(&mut *self.transaction).await?;
        stored.iter().map(|row| Row::read(table, row)).collect()
    }

    /// Opens a row's value, unchecked against the ledger.
    pub fn open(&self, table: Table, row: &Row) -> Result<Plain, VaultError> {
        seal::open(self.keys.table(table), &row.place(self.vault, table), &row.value).ok_or_else(
            || {
                let problem = "does not open: it was changed or moved";
                VaultError::damaged(table.name(), row_name(&row.id), problem)
            },
        )
    }

    async fn check_complete(&mut self, table: Table) -> Result<(), VaultError> {
        let stored = sqlx::query(table.statements().ids).fetch_all(&mut *self.transaction).await?;
        let mut present = BTreeSet::new();
        for row in &stored {
            present.insert(row_id(table, row.try_get("id")?)?);
        }
        match self.ledger.ids(table).find(|id| !present.contains(*id)) {
            Some(id) => Err(missing(table, id)),
            None => Ok(()),
        }
    }
}

fn missing(table: Table, id: &RowId) -> VaultError {
    VaultError::damaged(table.name(), row_name(id), "is missing: it was deleted outside the app")
}
