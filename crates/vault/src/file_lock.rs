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

    /// Waits for the right to renew what `name` stands for.
    ///
    /// # Errors
    /// [`VaultError::Busy`] if another process holds it for longer than three minutes.
    pub(crate) async fn to_renew(vault: &Path, name: &str) -> Result<Self, VaultError> {
        acquire(&renewal(vault, name), &RENEWAL).await
    }

    /// Takes the file of a lock away: what it stood for is no more. Whoever waits for it still gets
    /// it, and finds nothing to renew.
    pub(crate) fn retire(vault: &Path, name: &str) {
        let _ = std::fs::remove_file(renewal(vault, name));
    }
}

async fn acquire(path: &Path, wait: &Wait) -> Result<FileLock, VaultError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    permissions::private(&mut options);
    let file = options.open(path).map_err(VaultError::io("opening a lock file of the vault"))?;
    let deadline = Instant::now() + wait.patience;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(FileLock(file)),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                tokio::time::sleep(wait.pause).await;
            }
            Err(TryLockError::WouldBlock) => return Err(VaultError::Busy),
            Err(TryLockError::Error(error)) => {
                return Err(VaultError::io("locking a lock file of the vault")(error));
            }
        }
    }
}

fn renewal(vault: &Path, name: &str) -> PathBuf {
    beside(vault, &format!(".{name}.lock"))
}

fn beside(vault: &Path, suffix: &str) -> PathBuf {
    let mut path = OsString::from(vault);
    path.push(suffix);
    path.into()
}
