use nexus_model::{AuditEntry, AuditEvent};

use crate::store::audit::{Link, TABLE};
use crate::store::read::Reading;
use crate::store::write::Writing;
use crate::{Finding, Vault, VaultError, verify};

/// What was done, in a chain that only grows.
pub struct AuditLog<'a>(pub(crate) &'a Vault);

impl AuditLog<'_> {
    /// Appends an entry and gives it its number and moment.
    pub async fn append(&self, event: AuditEvent) -> Result<AuditEntry, VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        let entry = writing.append(event).await?;
        writing.commit().await?;
        Ok(entry)
    }

    /// At most `limit` entries with numbers below `before` (or the latest), newest first. They are
    /// checked to hang together, and the latest to be the latest.
    pub async fn list(
        &self,
        before: Option<u32>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        let last = reading.ledger().audit_sequence;
        let first = before.map_or(last, |before| before.saturating_sub(1).min(last));
        let stored = reading.entries(before.map_or(i64::MAX, i64::from), limit.into()).await?;
        let mut entries: Vec<AuditEntry> = Vec::with_capacity(stored.len());
        let mut newer: Option<Link> = None;
        // Down to 1 or to the limit, whichever comes first: a gap at the far end counts too.
        for sequence in (1..=first).rev().take(limit as usize) {
            let row = stored.get(entries.len()).filter(|row| row.sequence == i64::from(sequence));
            let Some(row) = row else {
                let problem = match stored.get(entries.len()) {
                    Some(other) if other.sequence > i64::from(sequence) => {
                        let problem = "was put here outside the app";
                        return Err(VaultError::damaged(TABLE, other.sequence, problem));
                    }
                    _ => "is missing: it was deleted outside the app",
                };
                return Err(VaultError::damaged(TABLE, sequence, problem));
            };
            let link = row.open(reading.keys(), reading.vault())?;
            let expected = match &newer {
                Some(newer) => Some(newer.previous),
                None => (sequence == last).then_some(reading.ledger().audit_head),
            };
            if expected.is_some_and(|expected| expected != link.hash) {
                return Err(VaultError::damaged(TABLE, sequence, "does not fit into the chain"));
            }
            entries.push(link.entry.clone());
            newer = Some(link);
        }
        Ok(entries)
    }

    /// Checks the whole chain and names every break in it.
    pub async fn verify(&self) -> Result<Vec<Finding>, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        verify::audit_chain(&mut reading).await
    }
}
