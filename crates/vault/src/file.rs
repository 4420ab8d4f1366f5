use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexus_model::{Secret, Timestamp};
use sqlx::{Connection as _, Row as _, SqliteConnection};
use uuid::Uuid;

use crate::attempts::Attempts;
use crate::file_lock::FileLock;
use crate::store::Table;
use crate::store::connect::{APPLICATION_ID, FORMAT, close, migrate, single};
use crate::store::row::Row;
use crate::{Keychain, RecoveryKey, SlotInfo, Vault, VaultError, create, permissions, unlock};

/// A vault on disk, locked. Holds no connection: each call looks at the file as it is then.
#[derive(Clone, Debug)]
pub struct VaultFile {
    path: PathBuf,
    id: Uuid,
}

/// How a new vault is unlocked, besides its recovery key. At least one must be given.
#[derive(Clone, Default)]
pub struct NewVault {
    /// A master password.
    pub password: Option<Secret>,
    /// A keyring that keeps a random key for the vault.
    pub keyring: Option<Arc<dyn Keychain>>,
}

/// What a person or the system gives to unlock.
#[derive(Clone)]
pub enum UnlockKey {
    /// The master password.
    Password(Secret),
    /// The recovery key, as typed.
    Recovery(Secret),
    /// The keyring that keeps the vault's key.
    Keyring(Arc<dyn Keychain>),
}

/// How dear one guess of a password is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KdfCost {
    /// About half a second on this machine, never less than the floor.
    #[default]
    Calibrated,
    /// The least that is ever accepted (64 MiB, 3 passes); for tests that create many vaults.
    Floor,
}

impl VaultFile {
    /// Whether there is a file at the path, vault or not.
    pub fn exists(path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    /// Creates a vault with the ways to unlock that are given and a recovery key. Takes about a
    /// second with a password, because the cost of a guess is measured.
    ///
    /// The folder is made for its owner only (0700) if it is not there, the file too (0600). The
    /// vault appears whole or not at all.
    ///
    /// # Errors
    /// [`VaultError::Exists`]; [`VaultError::Invalid`] without password and keyring or with an
    /// empty password; [`VaultError::Keyring`]; [`VaultError::Unsafe`] for a folder that others
    /// can get into.
    pub async fn create(path: &Path, new: NewVault) -> Result<(Vault, RecoveryKey), VaultError> {
        Self::create_with_cost(path, new, KdfCost::Calibrated).await
    }

    /// As [`VaultFile::create`], with the cost of a password guess given.
    pub async fn create_with_cost(
        path: &Path,
        new: NewVault,
        cost: KdfCost,
    ) -> Result<(Vault, RecoveryKey), VaultError> {
        create::create(path, new, cost).await
    }

    /// Opens a vault's file without unlocking it, and brings an older format up to date.
    ///
    /// # Errors
    /// [`VaultError::NoVault`]; [`VaultError::Unsafe`] if file or folder belong to someone else or
    /// are open to others; [`VaultError::Damaged`] if it is no vault; [`VaultError::Newer`].
    pub async fn open(path: &Path) -> Result<Self, VaultError> {
        if !path.is_file() {
            return Err(VaultError::NoVault { path: path.to_owned() });
        }
        // One name for one vault, or two processes could take two lock files.
        let path = path.canonicalize().map_err(VaultError::io("finding the vault"))?;
        check_permissions(&path)?;
        check_header(&path)?;
        let mut connection = single(&path).await?;
        let id = inspect(&mut connection, &path).await;
        close(connection).await?;
        Ok(Self { path, id: id? })
    }

    /// Where it is, without symbolic links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The vault's id; also its account's name in a keyring.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The ways to unlock, sorted by kind.
    pub async fn slots(&self) -> Result<Vec<SlotInfo>, VaultError> {
        let mut connection = single(&self.path).await?;
        let rows = slot_rows(&mut connection).await;
        close(connection).await?;
        let mut slots = rows?.iter().map(SlotInfo::of).collect::<Result<Vec<_>, VaultError>>()?;
        slots.sort_by_key(|slot| (slot.kind, slot.id));
        Ok(slots)
    }

    /// When the next password or recovery key may be tried, if not now.
    pub async fn retry_at(&self) -> Result<Option<Timestamp>, VaultError> {
        let mut connection = single(&self.path).await?;
        let attempts = Attempts::load(&mut connection).await;
        close(connection).await?;
        Ok(attempts?.retry_at(Timestamp::now()))
    }

    /// Unlocks. Takes about half a second with a password.
    ///
    /// Failed tries with a password or recovery key are counted in the file before they are made;
    /// three are free, then each doubles the wait, from one second to five minutes. An unlock
    /// resets the count and is noted in the audit log, with the failures before it.
    ///
    /// # Errors
    /// [`VaultError::WrongPassword`], [`VaultError::BackOff`], [`VaultError::Keyring`];
    /// [`VaultError::Invalid`] for a recovery key with a slip in it (not counted) or a kind that
    /// the vault has no slot of; [`VaultError::Damaged`].
    pub async fn unlock(&self, key: UnlockKey) -> Result<Vault, VaultError> {
        create::sweep(&self.path);
        unlock::unlock(self, key).await
    }

    /// A number that grows each time someone asks all running apps to lock. An app that sees it
    /// grow locks.
    pub async fn lock_epoch(&self) -> Result<u32, VaultError> {
        let mut connection = single(&self.path).await?;
        let epoch = sqlx::query_scalar::<_, i64>("SELECT lock_epoch FROM vault WHERE one = 1")
            .fetch_one(&mut connection)
            .await;
        close(connection).await?;
        Ok((epoch? & i64::from(u32::MAX)) as u32)
    }

    /// Asks all running apps that have this vault unlocked to lock it. Needs no key.
    pub async fn raise_lock_epoch(&self) -> Result<(), VaultError> {
        let _lock = FileLock::to_write(&self.path).await?;
        let mut connection = single(&self.path).await?;
        let raised = sqlx::query("UPDATE vault SET lock_epoch = lock_epoch + 1 WHERE one = 1")
            .execute(&mut connection)
            .await;
        close(connection).await?;
        raised?;
        Ok(())
    }
}

/// Refuses a vault, or its folder, that is not its owner's alone.
pub fn check_permissions(path: &Path) -> Result<(), VaultError> {
    permissions::check(path)?;
    path.parent().map_or(Ok(()), permissions::check)
}

/// Refuses what is no vault before SQLite opens it, which changes the journal mode of any database.
fn check_header(path: &Path) -> Result<(), VaultError> {
    // <https://www.sqlite.org/fileformat.html>: the magic; at 18 the versions for writing and for
    // reading (1 after a backup, 2 with a journal), of which SQLite takes others for read-only; at
    // 68 the application id.
    let mut header = [0; 72];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    let sound = header.starts_with(b"SQLite format 3\0")
        && matches!(header[18..20], [1, 1] | [2, 2])
        && header.ends_with(&APPLICATION_ID.to_be_bytes());
    match read {
        Ok(()) if sound => Ok(()),
        Err(error) if error.kind() != ErrorKind::UnexpectedEof => {
            Err(VaultError::io("reading the vault")(error))
        }
        _ => Err(VaultError::damaged("file", "the first page", "is not that of a vault")),
    }
}

/// The stored slots.
pub async fn slot_rows(connection: &mut SqliteConnection) -> Result<Vec<Row>, VaultError> {
    let stored = sqlx::query(Table::Slots.statements().all).fetch_all(connection).await?;
    stored.iter().map(|row| Row::read(Table::Slots, row)).collect()
}

/// Checks that the file is a vault of a format known here, and gives its id.
async fn inspect(connection: &mut SqliteConnection, path: &Path) -> Result<Uuid, VaultError> {
    // Nothing here makes these, and SQLite would run them with every write.
    let foreign: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')")
            .fetch_one(&mut *connection)
            .await?;
    if foreign > 0 {
        return Err(VaultError::damaged("schema", "a trigger or view", "was put here"));
    }
    let row = sqlx::query("SELECT id, format FROM vault WHERE one = 1")
        .fetch_optional(&mut *connection)
        .await?
        .ok_or_else(|| VaultError::damaged("vault", "1", "is missing"))?;
    let (id, found): (Vec<u8>, i64) = (row.try_get("id")?, row.try_get("format")?);
    if found > FORMAT {
        return Err(VaultError::Newer { found, known: FORMAT });
    }
    if found < FORMAT {
        let _lock = FileLock::to_write(path).await?;
        let mut transaction = connection.begin().await?;
        migrate(&mut transaction).await.map_err(|_| {
            VaultError::damaged("schema", "a table", "cannot be brought to this release's format")
        })?;
        transaction.commit().await?;
    }
    Uuid::from_slice(&id)
        .map_err(|_| VaultError::damaged("vault", "1", "has an id of the wrong length"))
}
