//! One at a time, over all processes.
//!
//! Advisory locks on empty files beside the vault, which the system releases when the process ends,
//! however it ends. `<vault>.lock` is its writers'; it stays.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::{VaultError, permissions};

/// How a lock is waited for.
struct Wait {
    /// Longest wait for another process.
    patience: Duration,
    /// Pause between two tries.
    pause: Duration,
}

/// Several times the longest thing done under the lock (hashing a password, about half a second).
const WRITE: Wait = Wait { patience: Duration::from_secs(5), pause: Duration::from_millis(5) };

/// Longer than a call to a server with all its tries may take.
const RENEWAL: Wait = Wait { patience: Duration::from_secs(180), pause: Duration::from_millis(20) };

/// A lock, held until dropped.
#[derive(Debug)]
pub struct FileLock(#[expect(dead_code, reason = "held for its Drop, which unlocks")] File);

impl FileLock {
    /// Long enough for every process that waits to write to look once.
    pub(crate) const REST: Duration = Duration::from_millis(10);

    /// Waits for the write lock of the vault at `vault`.
    ///
    /// # Errors
    /// [`VaultError::Busy`] if another process holds it for longer than five seconds.
    pub(crate) async fn to_write(vault: &Path) -> Result<Self, VaultError> {
        acquire(&beside(vault, ".lock"), &WRITE).await
    }

    /// The write lock of the vault at `vault`; `None` if somebody holds it.
    ///
    /// # Errors
    /// When its file cannot be opened.
    pub(crate) fn to_write_if_free(vault: &Path) -> Result<Option<Self>, VaultError> {
        let file = open(&beside(vault, ".lock"))?;
        Ok(take(&file)?.then_some(Self(file)))
    }

    /// Waits for the right to renew what `name` stands for.
    ///
    /// # Errors
    /// [`VaultError::Busy`] if another process holds it for longer than three minutes.
    pub(crate) async fn to_renew(vault: &Path, name: &str) -> Result<Self, VaultError> {
        acquire(&renewal(vault, name), &RENEWAL).await
    }

    /// Takes a mark for what `name` stands for, unless somebody has it. Dropping it takes its file
    /// away too.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(crate) fn mark(vault: &Path, name: &str) -> Result<Option<Mark>, VaultError> {
        let path = beside(vault, &format!(".{name}.mark"));
        let file = open(&path)?;
        Ok(take(&file)?.then(|| Mark { path, _lock: Self(file) }))
    }

    /// Takes the file of a lock away: what it stood for is no more. Whoever waits for it still gets
    /// it, and finds nothing to renew.
    pub(crate) fn retire(vault: &Path, name: &str) {
        let _ = std::fs::remove_file(renewal(vault, name));
    }
}

/// A sign that something is under way in a living process, held until dropped.
#[derive(Debug)]
pub struct Mark {
    path: PathBuf,
    _lock: FileLock,
}

impl Drop for Mark {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

async fn acquire(path: &Path, wait: &Wait) -> Result<FileLock, VaultError> {
    let file = open(path)?;
    let deadline = Instant::now() + wait.patience;
    loop {
        match take(&file)? {
            true => return Ok(FileLock(file)),
            false if Instant::now() < deadline => tokio::time::sleep(wait.pause).await,
            false => return Err(VaultError::Busy),
        }
    }
}

fn open(path: &Path) -> Result<File, VaultError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    permissions::private(&mut options);
    options.open(path).map_err(VaultError::io("opening a lock file of the vault"))
}

/// Locks a file; `false` if somebody else has it locked.
fn take(file: &File) -> Result<bool, VaultError> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => {
            Err(VaultError::io("locking a lock file of the vault")(error))
        }
    }
}

fn renewal(vault: &Path, name: &str) -> PathBuf {
    beside(vault, &format!(".{name}.lock"))
}

/// The path of a file that goes with the vault.
pub fn beside(vault: &Path, suffix: &str) -> PathBuf {
    let mut path = OsString::from(vault);
    path.push(suffix);
    path.into()
}
