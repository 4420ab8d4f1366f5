//! What all clones of an unlocked vault share.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use sqlx::SqlitePool;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::crypto::subkeys::Keys;
use crate::{KdfCost, VaultError};

pub struct Core {
    pub id: Uuid,
    pub path: PathBuf,
    pub pool: SqlitePool,
    /// The cost of passwords set from here on.
    pub cost: KdfCost,
    /// Writers of this process queue here in order, before they try the lock file. Counts them.
    pub writers: Arc<Mutex<u64>>,
    keys: RwLock<Option<Arc<Keys>>>,
}

impl Core {
    pub fn new(id: Uuid, path: PathBuf, pool: SqlitePool, keys: Keys, cost: KdfCost) -> Self {
        let keys = RwLock::new(Some(Arc::new(keys)));
        Self { id, path, pool, cost, writers: Arc::default(), keys }
    }

    /// The keys, unless the vault was locked. Held for one operation, never stored.
    pub fn keys(&self) -> Result<Arc<Keys>, VaultError> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or(VaultError::Locked)
    }

    /// Forgets the keys; they are overwritten as soon as the last running operation ends.
    pub fn forget_keys(&self) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = None;
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
