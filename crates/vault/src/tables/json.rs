//! Values as JSON, in memory that is overwritten.

use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::VaultError;
use crate::store::row::row_name;
use crate::store::{RowId, Table};

/// Writes a value as JSON.
pub fn encode(value: &impl Serialize) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    serde_json::to_vec(value)
        .map(Zeroizing::new)
        .map_err(|_| VaultError::Internal("a value cannot be written as JSON"))
}

/// Reads a value that [`encode`] wrote.
pub fn decode<T: DeserializeOwned>(
    table: Table,
    id: &RowId,
    plain: &[u8],
) -> Result<T, VaultError> {
    serde_json::from_slice(plain)
        .map_err(|_| VaultError::damaged(table.name(), row_name(id), "opens and cannot be read"))
}
