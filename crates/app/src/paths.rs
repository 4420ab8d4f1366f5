use std::path::PathBuf;

use directories::ProjectDirs;
use nexus_model::Failure;

use crate::failures;

/// Where the vault is when nobody says otherwise: `vault.db` in the system's folder for an
/// application's local data (`$XDG_DATA_HOME`, `~/Library/Application Support`, `%LOCALAPPDATA%`).
///
/// # Errors
/// When the system names no home folder.
pub fn default_vault_path() -> Result<PathBuf, Failure> {
    ProjectDirs::from("dev", "nexusaccess", "nexus-access-vault")
        .map(|dirs| dirs.data_local_dir().join("vault.db"))
        .ok_or_else(|| {
            failures::internal(
                "find the vault",
                "The system names no home folder for this user.",
                "Say where the vault is with --vault or NEXUS_VAULT.",
            )
        })
}
