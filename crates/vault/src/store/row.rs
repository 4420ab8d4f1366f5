//! One row as it is stored.

use sha2::{Digest, Sha256};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use super::{RowId, Table};
use crate::VaultError;
use crate::crypto::seal::Place;

/// A stored row, not yet checked or opened.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: RowId,
    pub provider: Option<RowId>,
    pub revision: i64,
    pub value: Vec<u8>,
}

impl Row {
    /// Reads the four columns.
    pub fn read(table: Table, row: &SqliteRow) -> Result<Self, VaultError> {
        let id: Vec<u8> = row.try_get("id")?;
        let provider: Option<Vec<u8>> = row.try_get("provider")?;
        Ok(Self {
            id: row_id(table, &id)?,
            provider: provider.map(|id| row_id(table, &id)).transpose()?,
            revision: row.try_get("revision")?,
            value: row.try_get("value")?,
        })
    }

    /// Where the row's value was sealed to, if nobody moved it.
    pub fn place(&self, vault: Uuid, table: Table) -> Place<'static> {
        Place {
            vault,
            table: table.name(),
            column: "value",
            row: self.id,
            provider: self.provider,
            revision: self.revision,
            head: &[],
        }
    }

    /// A digest of all of the row but its id, for the ledger.
    pub fn digest(&self) -> [u8; 16] {
        let mut hash = Sha256::new();
        hash.update([u8::from(self.provider.is_some())]);
        hash.update(self.provider.unwrap_or_default());
        hash.update(self.revision.to_be_bytes());
        hash.update(&self.value);
        let mut half = [0; 16];
        half.copy_from_slice(&hash.finalize()[..16]);
        half
    }
}

/// How a row is named to a person.
pub fn row_name(id: &RowId) -> String {
    Uuid::from_bytes(*id).to_string()
}

/// Checks an id's length.
pub fn row_id(table: Table, bytes: &[u8]) -> Result<RowId, VaultError> {
    bytes.try_into().map_err(|_| {
        let name = data_encoding::HEXLOWER.encode(bytes);
        VaultError::damaged(table.name(), name, "has an id of the wrong length")
    })
}
