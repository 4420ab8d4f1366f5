//! The audit chain: each entry holds the hash of the one before, and the ledger that of the last.

use nexus_model::{AuditAction, AuditEntry, AuditEvent, AuditOutcome, Timestamp};
use sha2::{Digest, Sha256};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use super::read::Reading;
use super::write::Writing;
use crate::VaultError;
use crate::crypto::seal::{Place, open, seal};
use crate::crypto::subkeys::Keys;

/// Name of the table in findings.
pub const TABLE: &str = "audit";

/// A stored entry, not yet opened.
pub struct Stored {
    pub sequence: i64,
    revision: i64,
    value: Vec<u8>,
}

/// An opened entry with the hashes that tie it into the chain.
pub struct Link {
    pub entry: AuditEntry,
    /// Hash of the entry before, as this one holds it.
    pub previous: [u8; 32],
    /// Hash of this one.
    pub hash: [u8; 32],
}

impl Stored {
    /// Reads the three columns.
    pub fn read(row: &SqliteRow) -> Result<Self, VaultError> {
        Ok(Self {
            sequence: row.try_get("sequence")?,
            revision: row.try_get("revision")?,
            value: row.try_get("value")?,
        })
    }

    /// Opens the entry.
    pub fn open(&self, keys: &Keys, vault: Uuid) -> Result<Link, VaultError> {
        let damaged = |problem: &str| VaultError::damaged(TABLE, self.sequence, problem);
        let plain = open(&keys.audit, &self.place(vault), &self.value)
            .ok_or_else(|| damaged("does not open: it was changed or moved"))?;
        let (previous, json) =
            plain.split_first_chunk::<32>().ok_or_else(|| damaged("cannot be read"))?;
        let entry = serde_json::from_slice(json).map_err(|_| damaged("cannot be read"))?;
        Ok(Link { entry, previous: *previous, hash: self.hash(previous) })
    }

    fn hash(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"nexus-vault audit");
        hash.update(previous);
        hash.update(self.sequence.to_be_bytes());
        hash.update(self.revision.to_be_bytes());
        hash.update(&self.value);
        hash.finalize().into()
    }

    fn place(&self, vault: Uuid) -> Place<'static> {
        let mut row = [0; 16];
        row[8..].copy_from_slice(&self.sequence.to_be_bytes());
        let (table, column, revision) = (TABLE, "value", self.revision);
        Place { vault, table, column, row, provider: None, revision, head: &[] }
    }
}

impl Reading {
    /// Stored entries with numbers below `before`, newest first.
    pub async fn entries(&mut self, before: i64, limit: i64) -> Result<Vec<Stored>, VaultError> {
        let rows = sqlx::query(
            "SELECT sequence, revision, value FROM audit WHERE sequence < ? \
             ORDER BY sequence DESC LIMIT ?",
        )
        .bind(before)
        .bind(limit)
        .fetch_all(self.connection())
        .await?;
        rows.iter().map(Stored::read).collect()
    }
}

impl Writing {
    /// Appends an entry to the chain.
    pub async fn append(&mut self, event: AuditEvent) -> Result<AuditEntry, VaultError> {
        const FULL: VaultError = VaultError::Internal("the audit log is full");
        let sequence = self.ledger.audit_sequence.checked_add(1).ok_or(FULL)?;
        let entry = AuditEntry { sequence, at: Timestamp::now(), event };
        let mut plain = self.ledger.audit_head.to_vec();
        serde_json::to_writer(&mut plain, &entry)
            .map_err(|_| VaultError::Internal("an audit entry cannot be written as JSON"))?;
        let revision = self.revision();
        let mut stored = Stored { sequence: sequence.into(), revision, value: Vec::new() };
        stored.value = seal(&self.keys.audit, &stored.place(self.vault), &plain)?;
        self.ledger.audit_head = stored.hash(&self.ledger.audit_head);
        self.ledger.audit_sequence = sequence;
        sqlx::query("INSERT INTO audit (sequence, revision, value) VALUES (?, ?, ?)")
            .bind(stored.sequence)
            .bind(stored.revision)
            .bind(stored.value)
            .execute(self.connection())
            .await
            .map_err(|error| match error.as_database_error() {
                Some(inner) if inner.is_unique_violation() => {
                    VaultError::damaged(TABLE, sequence, "was put here outside the app")
                }
                _ => error.into(),
            })?;
        Ok(entry)
    }

    /// Appends an entry about the vault itself.
    pub async fn append_own(
        &mut self,
        action: AuditAction,
        outcome: AuditOutcome,
        detail: impl Into<String>,
    ) -> Result<(), VaultError> {
        let event = AuditEvent { action, outcome, provider: None, detail: detail.into() };
        self.append(event).await.map(drop)
    }
}
