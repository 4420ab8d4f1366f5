use serde::Serialize;
use serde::de::DeserializeOwned;

use super::json::{decode, encode};
use crate::store::read::Reading;
use crate::store::write::Writing;
use crate::store::{RowId, Table};
use crate::{Vault, VaultError};

/// Single values whose form only callers know, by a name of at most 16 ASCII characters.
pub struct Values<'a>(pub(crate) &'a Vault);

impl Values<'_> {
    /// The value of this name, if there is one.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] if it is not of this form.
    pub async fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, VaultError> {
        let row = row(name)?;
        let mut reading = Reading::begin(self.0.core()).await?;
        let plain = reading.get(Table::Settings, &row).await?;
        plain.map(|plain| decode(Table::Settings, &row, &plain)).transpose()
    }

    /// Replaces the value of this name.
    pub async fn set(&self, name: &str, value: &impl Serialize) -> Result<(), VaultError> {
        let (row, plain) = (row(name)?, encode(value)?);
        let mut writing = Writing::begin(self.0.core()).await?;
        writing.put(Table::Settings, row, None, &plain).await?;
        writing.commit().await
    }
}

/// The row of a name: as it is, filled up with zeros.
pub(super) fn row(name: &str) -> Result<RowId, VaultError> {
    let mut row = RowId::default();
    match row.get_mut(..name.len()) {
        Some(place) if name.is_ascii() => place.copy_from_slice(name.as_bytes()),
        _ => return Err(VaultError::Internal("a value's name is too long")),
    }
    Ok(row)
}
