//! What every sealed row must be, in one sealed value.
//!
//! A sealed row proves that this app wrote it, not that it is the latest, nor that none is missing.
//! The ledger does: it holds each row's revision and digest and the head of the audit chain, and it
//! is rewritten in each write transaction under the next revision. Revisions are counted for the
//! whole vault, so that no revision of a row ever comes twice.
//!
//! What it cannot tell is the whole file put back to an older state from a backup that a person
//! restored: both are a vault as it once was.

use std::collections::BTreeMap;

use sqlx::{Row as _, SqliteConnection};
use uuid::Uuid;

use super::row::{Row, row_name};
use super::{RowId, Table};
use crate::VaultError;
use crate::crypto::Key;
use crate::crypto::seal::{Place, open, seal};

/// First byte of the plain ledger.
const VERSION: u8 = 1;

/// What a row must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    revision: i64,
    digest: [u8; 16],
}

/// The ledger as of one transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Raised by one in each write transaction.
    pub revision: i64,
    /// Number of the last audit entry, 0 if there is none.
    pub audit_sequence: u32,
    /// Chain hash of the last audit entry.
    pub audit_head: [u8; 32],
    rows: BTreeMap<(Table, RowId), Mark>,
}

impl Ledger {
    /// Reads and opens the ledger in the connection's transaction.
    pub async fn load(
        connection: &mut SqliteConnection,
        key: &Key,
        vault: Uuid,
    ) -> Result<Self, VaultError> {
        let row = sqlx::query("SELECT revision, value FROM ledger WHERE one = 1")
            .fetch_optional(connection)
            .await?
            .ok_or_else(|| damaged("is missing"))?;
        let revision: i64 = row.try_get("revision")?;
        let value: Vec<u8> = row.try_get("value")?;
        let plain = open(key, &place(vault, revision), &value)
            .ok_or_else(|| damaged("does not open: it was changed or put back from elsewhere"))?;
        Self::decode(revision, &plain).ok_or_else(|| damaged("cannot be read"))
    }

    /// Seals and writes the ledger in the connection's transaction.
    pub async fn save(
        &self,
        connection: &mut SqliteConnection,
        key: &Key,
        vault: Uuid,
    ) -> Result<(), VaultError> {
        let value = seal(key, &place(vault, self.revision), &self.encode())?;
        sqlx::query(
            "INSERT INTO ledger (one, revision, value) VALUES (1, ?, ?) ON CONFLICT (one) DO \
             UPDATE SET revision = excluded.revision, value = excluded.value",
        )
        .bind(self.revision)
        .bind(value)
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Notes a row as it was just written.
    pub fn note(&mut self, table: Table, row: &Row) {
        let mark = Mark { revision: row.revision, digest: row.digest() };
        self.rows.insert((table, row.id), mark);
    }

    /// Forgets a row that was just deleted.
    pub fn forget(&mut self, table: Table, id: &RowId) {
        self.rows.remove(&(table, *id));
    }

    /// Whether the ledger has a row of this id.
    pub fn has(&self, table: Table, id: &RowId) -> bool {
        self.rows.contains_key(&(table, *id))
    }

    /// The ids of a table's rows.
    pub fn ids(&self, table: Table) -> impl Iterator<Item = &RowId> {
        self.rows.range((table, [0; 16])..=(table, [0xff; 16])).map(|((_, id), _)| id)
    }

    /// Checks that a stored row is the one written last.
    pub fn check(&self, table: Table, row: &Row) -> Result<(), VaultError> {
        let damaged =
            |problem: String| Err(VaultError::damaged(table.name(), row_name(&row.id), problem));
        match self.rows.get(&(table, row.id)) {
            None => damaged("is not in the ledger: it was put here, or put back".to_owned()),
            Some(mark) if mark.revision != row.revision => damaged(format!(
                "is of revision {}, and revision {} was written last",
                row.revision, mark.revision
            )),
            Some(mark) if mark.digest != row.digest() => {
                damaged("is not what was written last".to_owned())
            }
            Some(_) => Ok(()),
        }
    }

    fn encode(&self) -> Vec<u8> {
        let mut plain = vec![VERSION];
        plain.extend(self.audit_sequence.to_be_bytes());
        plain.extend(self.audit_head);
        for ((table, id), mark) in &self.rows {
            plain.push(*table as u8);
            plain.extend(id);
            plain.extend(mark.revision.to_be_bytes());
            plain.extend(mark.digest);
        }
        plain
    }

    fn decode(revision: i64, plain: &[u8]) -> Option<Self> {
        let (version, rest) = plain.split_first()?;
        let (audit_sequence, rest) = rest.split_first_chunk::<4>()?;
        let (audit_head, rest) = rest.split_first_chunk::<32>()?;
        let (entries, rest) = rest.as_chunks::<{ 1 + 16 + 8 + 16 }>();
        if *version != VERSION || !rest.is_empty() {
            return None;
        }
        let rows = entries.iter().map(|entry| {
            let (table, rest) = entry.split_first()?;
            let (id, rest) = rest.split_first_chunk::<16>()?;
            let (revision, digest) = rest.split_first_chunk::<8>()?;
            let mark =
                Mark { revision: i64::from_be_bytes(*revision), digest: digest.try_into().ok()? };
            Some(((Table::from_number(*table)?, *id), mark))
        });
        Some(Self {
            revision,
            audit_sequence: u32::from_be_bytes(*audit_sequence),
            audit_head: *audit_head,
            rows: rows.collect::<Option<_>>()?,
        })
    }
}

fn damaged(problem: &str) -> VaultError {
    VaultError::damaged("ledger", "1", problem)
}

fn place(vault: Uuid, revision: i64) -> Place<'static> {
    let (table, column, row) = ("ledger", "value", [0; 16]);
    Place { vault, table, column, row, provider: None, revision, head: &[] }
}

#[cfg(test)]
mod tests {
    use super::{Ledger, Row, Table};

    fn row(revision: i64, value: &[u8]) -> Row {
        Row { id: [3; 16], provider: None, revision, value: value.to_vec() }
    }

    #[test]
    fn comes_back_as_it_was() {
        let mut ledger = Ledger { revision: 9, audit_sequence: 4, ..Ledger::default() };
        ledger.note(Table::Documents, &row(9, b"value"));
        assert_eq!(Ledger::decode(9, &ledger.encode()), Some(ledger.clone()));
        let plain = ledger.encode();
        for length in (0..plain.len()).filter(|length| *length != 37) {
            assert_eq!(Ledger::decode(9, &plain[..length]), None, "cut at {length}");
        }
    }

    #[test]
    fn tells_what_is_wrong_with_a_row() {
        let mut ledger = Ledger::default();
        ledger.note(Table::Settings, &row(2, b"value"));
        let problem = |row: &Row| match ledger.check(Table::Settings, row) {
            Ok(()) => String::new(),
            Err(error) => error.to_string(),
        };
        assert_eq!(problem(&row(2, b"value")), "");
        assert!(problem(&row(1, b"value")).contains("revision 1"));
        assert!(problem(&row(2, b"other")).contains("not what was written last"));
        assert!(ledger.check(Table::Providers, &row(2, b"value")).is_err());
        ledger.forget(Table::Settings, &[3; 16]);
        assert!(ledger.check(Table::Settings, &row(2, b"value")).is_err());
    }
}
