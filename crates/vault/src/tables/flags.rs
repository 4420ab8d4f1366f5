//! Single values about the vault itself, in rows of their own in the settings table.

use super::json::{decode, encode};
use crate::VaultError;
use crate::store::read::Reading;
use crate::store::write::Writing;
use crate::store::{RowId, Table};

/// Row of the settings that a person makes.
pub const SETTINGS: RowId = *b"settings\0\0\0\0\0\0\0\0";

/// Row of what a person keeps about machines.
pub const MARKS: RowId = *b"marks\0\0\0\0\0\0\0\0\0\0\0";

/// Row of the SSH keys that are kept.
pub const SSH_KEYS: RowId = *b"ssh keys\0\0\0\0\0\0\0\0";

/// Row of whether a person said that they kept the recovery key.
pub const RECOVERY_CONFIRMED: RowId = *b"recovery kept\0\0\0";

/// Whether a person said so of the present recovery key.
pub async fn recovery_confirmed(reading: &mut Reading) -> Result<bool, VaultError> {
    match reading.get(Table::Settings, &RECOVERY_CONFIRMED).await? {
        Some(plain) => decode(Table::Settings, &RECOVERY_CONFIRMED, &plain),
        None => Ok(false),
    }
}

/// Notes whether a person said so.
pub async fn set_recovery_confirmed(writing: &mut Writing, kept: bool) -> Result<(), VaultError> {
    writing.put(Table::Settings, RECOVERY_CONFIRMED, None, &encode(&kept)?).await
}
