//! A copy that opens like any vault.

use std::fs;
use std::path::Path;

use crate::core::Core;
use crate::{VaultError, permissions};

/// See [`crate::Vault::backup`].
pub async fn backup(core: &Core, to: &Path) -> Result<(), VaultError> {
    core.keys()?;
    // Made first, so that it is never readable by others; SQLite fills an empty file.
    let file = permissions::create_private_file(to)?;
    let copied = copy(core, to).await.and_then(|()| {
        file.sync_all().map_err(VaultError::io("saving the copy"))?;
        match to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => permissions::sync_folder(folder),
            None => Ok(()),
        }
    });
    if copied.is_err() {
        let _ = fs::remove_file(to);
    }
    copied
}

async fn copy(core: &Core, to: &Path) -> Result<(), VaultError> {
    let name = to.to_str().ok_or(VaultError::Invalid {
        field: "path",
        problem: "the path has letters that the database cannot take",
        remedy: "Choose another name for the copy.",
    })?;
    // One read transaction of SQLite's own: consistent, and writers need not wait.
    sqlx::query("VACUUM INTO ?").bind(name).execute(&core.pool).await?;
    Ok(())
}
