//! One writer at a time, over all processes.
//!
//! An advisory lock on a file beside the vault (`<vault>.lock`), which the system releases when the
//! process ends, however it ends. The file is empty and stays.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::{VaultError, permissions};

/// Longest wait for another process: several times the longest thing done under the lock (hashing a
/// password, about half a second).
const PATIENCE: Duration = Duration::from_secs(5);

/// Pause between two tries.
const PAUSE: Duration = Duration::from_millis(5);

/// The lock, held until dropped.
#[derive(Debug)]
pub struct WriteLock(#[expect(dead_code, reason = "held for its Drop, which unlocks")] File);

impl WriteLock {
    /// Long enough for every waiting process to look once.
    pub const REST: Duration = Duration::from_millis(10);

    /// Waits for the lock of the vault at `vault`.
    ///
    /// # Errors
    /// [`VaultError::Busy`] if another process holds it for longer than five seconds.
    pub async fn acquire(vault: &Path) -> Result<Self, VaultError> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        permissions::private(&mut options);
        let file = options
            .open(lock_path(vault))
            .map_err(VaultError::io("opening the vault's lock file"))?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    tokio::time::sleep(PAUSE).await;
                }
                Err(TryLockError::WouldBlock) => return Err(VaultError::Busy),
                Err(TryLockError::Error(error)) => {
                    return Err(VaultError::io("locking the vault's lock file")(error));
                }
            }
        }
    }
}

fn lock_path(vault: &Path) -> PathBuf {
    let mut path = OsString::from(vault);
    path.push(".lock");
    path.into()
}
