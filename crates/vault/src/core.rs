//! What all clones of an unlocked vault share.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use sqlx::SqlitePool;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::crypto::subkeys::Keys;
use crate::tables::OpenedPages;
use crate::{KdfCost, VaultError};

pub struct Core {
    pub id: Uuid,
    pub path: PathBuf,
    pub pool: SqlitePool,
    /// The cost of passwords set from here on.
    pub cost: KdfCost,
    /// Writers of this process queue here in order, before they try the lock file. Counts them.
    pub writers: Arc<Mutex<u64>>,
    unlocked: RwLock<Option<Unlocked>>,
}

/// What there is from the unlocking to the lock.
struct Unlocked {
    keys: Arc<Keys>,
    pages: Arc<OpenedPages>,
}

impl Core {
    pub fn new(id: Uuid, path: PathBuf, pool: SqlitePool, keys: Keys, cost: KdfCost) -> Self {
        let unlocked = Unlocked { keys: Arc::new(keys), pages: Arc::default() };
        let unlocked = RwLock::new(Some(unlocked));
        Self { id, path, pool, cost, writers: Arc::default(), unlocked }
    }

    /// The keys, unless the vault was locked. Held for one operation, never stored.
    pub fn keys(&self) -> Result<Arc<Keys>, VaultError> {
        self.unlocked(|it| Arc::clone(&it.keys))
    }

    /// Pages that were opened already, unless the vault was locked. Held as the keys are.
    pub fn pages(&self) -> Result<Arc<OpenedPages>, VaultError> {
        self.unlocked(|it| Arc::clone(&it.pages))
    }

    /// Forgets the keys and what was opened with them; the keys are overwritten as soon as the last
    /// running operation ends.
    pub fn forget_keys(&self) {
        *self.unlocked.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn unlocked<T>(&self, part: impl Fn(&Unlocked) -> T) -> Result<T, VaultError> {
        let unlocked = self.unlocked.read().unwrap_or_else(PoisonError::into_inner);
        unlocked.as_ref().map(part).ok_or(VaultError::Locked)
    }
}

impl Core {
    /// Moves the journal into the file and empties it, so that what was overwritten in the file is
    /// not kept in the journal. Left to a later time if another process is reading.
    pub async fn empty_journal(&self) {
        let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await;
        if let Err(error) = emptied {
            tracing::debug!(%error, "the vault's journal was not emptied");
        }
    }
}
