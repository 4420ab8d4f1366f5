//! A new vault, made under another name and given its own when it is whole.

use std::fs::DirEntry;
use std::path::{Path, PathBuf};

use nexus_model::{AuditAction, AuditOutcome};
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::core::Core;
use crate::crypto::subkeys::Keys;
use crate::crypto::{Key, random};
use crate::file_lock::{FileLock, beside};
use crate::slots::draft::Draft;
use crate::slots::keyring_secret;
use crate::store::Table;
use crate::store::connect::{FORMAT, SET_APPLICATION_ID, close, migrate, pool, single};
use crate::store::ledger::Ledger;
use crate::store::write::Writing;
use crate::tables::flags;
use crate::{KdfCost, NewVault, RecoveryKey, Vault, VaultError, permissions};

/// Goes between the vault's name and the new vault's id in the name of the folder it is made in.
const WORKSHOP: &str = ".new-";

/// See [`crate::VaultFile::create`].
pub async fn create(
    path: &Path,
    new: NewVault,
    cost: KdfCost,
) -> Result<(Vault, RecoveryKey), VaultError> {
    let path = prepare_folder(path)?;
    refuse_existing(&path)?;
    let id = Uuid::new_v4();
    let (drafts, recovery) = drafts(&new, id, cost).await?;
    let vault_key = random::<32>()?;

    let _lock = FileLock::to_write(&path).await?;
    refuse_existing(&path)?;
    remove_left_workshops(&path);
    // A folder of its own, so that whatever fails leaves nothing behind but what is removed here.
    let workshop = beside(&path, &format!("{WORKSHOP}{}", id.simple()));
    permissions::create_private_folder(&workshop)?;
    let unfinished = workshop.join("vault");
    let made = build(&unfinished, id, &vault_key, drafts, cost).await;
    // The lock keeps the place free; a rename takes it in one step.
    let finished = made.and_then(|()| {
        std::fs::rename(&unfinished, &path).map_err(VaultError::io("naming the vault"))
    });
    let _ = std::fs::remove_dir_all(&workshop);
    if let Err(error) = finished {
        if let Some(chain) = &new.keyring {
            let _ = chain.remove(&id.to_string()).await;
        }
        return Err(error);
    }
    path.parent().map_or(Ok(()), permissions::sync_folder)?;

    let keys = Keys::new(vault_key, id)?;
    let pool = pool(&path).await?;
    Ok((Vault::new(Core::new(id, path, pool, keys, cost)), recovery))
}

/// Takes away what a creation that was killed has left beside the vault. Does nothing while somebody
/// writes: it may be a creation under way.
pub fn sweep(path: &Path) {
    if !left_workshops(path).is_empty()
        && let Ok(Some(_lock)) = FileLock::to_write_if_free(path)
    {
        remove_left_workshops(path);
    }
}

/// For whoever holds the write lock, under which alone there is a workshop in use.
fn remove_left_workshops(path: &Path) {
    for workshop in left_workshops(path) {
        let _ = std::fs::remove_dir_all(workshop);
    }
}

/// The folders beside the vault that were made to create it in.
fn left_workshops(path: &Path) -> Vec<PathBuf> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Vec::new() };
    let prefix = format!("{}{WORKSHOP}", name.to_string_lossy());
    let is_one = |entry: &DirEntry| {
        let name = entry.file_name();
        let id = name.to_str().and_then(|name| name.strip_prefix(&prefix));
        id.is_some_and(|id| Uuid::try_parse(id).is_ok())
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(is_one).map(|entry| entry.path()).collect()
}

/// Makes the folder and gives the path its one name.
fn prepare_folder(path: &Path) -> Result<PathBuf, VaultError> {
    let invalid = || VaultError::Invalid {
        field: "path",
        problem: "the path names no file",
        remedy: "Give the path of a file in a folder.",
    };
    let name = path.file_name().ok_or_else(invalid)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    permissions::create_private_folder(folder)?;
    let folder = folder.canonicalize().map_err(VaultError::io("finding the vault's folder"))?;
    permissions::check(&folder)?;
    Ok(folder.join(name))
}

fn refuse_existing(path: &Path) -> Result<(), VaultError> {
    match crate::VaultFile::exists(path) {
        true => Err(VaultError::Exists { path: path.to_owned() }),
        false => Ok(()),
    }
}

/// The slots of a new vault.
async fn drafts(
    new: &NewVault,
    id: Uuid,
    cost: KdfCost,
) -> Result<(Vec<Draft>, RecoveryKey), VaultError> {
    if new.password.is_none() && new.keyring.is_none() {
        return Err(VaultError::Invalid {
            field: "password",
            problem: "a vault needs a password or the system's keyring to be unlocked with",
            remedy: "Choose a master password, or use the system's keyring.",
        });
    }
    let (recovery, key) = Draft::recovery()?;
    let mut drafts = vec![recovery];
    if let Some(password) = &new.password {
        drafts.push(Draft::password(password, cost).await?);
    }
    if let Some(chain) = &new.keyring {
        drafts.push(Draft::keyring(&keyring_secret(chain.as_ref(), id).await?)?);
    }
    Ok((drafts, key))
}

/// Makes the file with everything in it, and closes it.
async fn build(
    path: &Path,
    id: Uuid,
    vault_key: &Key,
    drafts: Vec<Draft>,
    cost: KdfCost,
) -> Result<(), VaultError> {
    drop(permissions::create_private_file(path)?);
    let keys = Keys::new(vault_key.clone(), id)?;
    let mut connection = single(path).await?;
    let laid_out = lay_out(&mut connection, id, &keys).await;
    close(connection).await?;
    laid_out?;

    let core = Core::new(id, path.to_owned(), pool(path).await?, keys, cost);
    let mut writing = Writing::with_lock(&core, None, None).await?;
    for draft in drafts {
        let row = draft.into_row(id, vault_key, writing.revision())?;
        writing.put_sealed(Table::Slots, row).await?;
    }
    flags::set_recovery_confirmed(&mut writing, false).await?;
    let detail = "Created the vault.";
    writing.append_own(AuditAction::VaultCreate, AuditOutcome::Done, detail).await?;
    writing.commit().await?;
    core.pool.close().await;
    Ok(())
}

/// The empty tables and the rows that are there once.
async fn lay_out(
    connection: &mut SqliteConnection,
    id: Uuid,
    keys: &Keys,
) -> Result<(), VaultError> {
    sqlx::query(SET_APPLICATION_ID).execute(&mut *connection).await?;
    migrate(&mut *connection)
        .await
        .map_err(|_| VaultError::Internal("the vault's tables could not be made"))?;
    sqlx::query("INSERT INTO vault (one, id, format) VALUES (1, ?, ?)")
        .bind(id.as_bytes().to_vec())
        .bind(FORMAT)
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO attempts (one) VALUES (1)").execute(&mut *connection).await?;
    Ledger::default().save(connection, &keys.ledger, id).await
}
