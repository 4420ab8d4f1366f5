//! A full account of what in the file is not what this app wrote last.

use std::collections::BTreeSet;

use nexus_model::{Connection, Mark, Provider, Settings, SshKey};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use sqlx::{Row as _, SqliteConnection};

use crate::VaultError;
use crate::core::Core;
use crate::store::audit::TABLE as AUDIT;
use crate::store::connect::{close, in_memory, migrate};
use crate::store::read::{Plain, Reading};
use crate::store::row::{Row, row_name};
use crate::store::{RowId, Table};
use crate::tables::{DocumentPage, Page, ProfileRecord, decode, decode_secrets, flags};

/// Entries of the audit log that are read at once.
const BATCH: i64 = 500;

/// Something in the file that is not what this app wrote last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Finding {
    /// The table (or `file`, `schema`).
    pub table: String,
    /// The row, by id or number.
    pub row: String,
    /// What is wrong with it, in words.
    pub problem: String,
}

/// Result of checking a whole vault.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct VerifyReport {
    /// All that was found; empty if the vault is sound.
    pub findings: Vec<Finding>,
}

impl Finding {
    fn new(table: &str, row: impl ToString, problem: impl Into<String>) -> Self {
        Self { table: table.to_owned(), row: row.to_string(), problem: problem.into() }
    }
}

/// Damage is a finding; everything else is still an error.
fn finding<T>(
    findings: &mut Vec<Finding>,
    result: Result<T, VaultError>,
) -> Result<(), VaultError> {
    match result {
        Err(VaultError::Damaged { table, row, problem }) => {
            findings.push(Finding::new(table, row, problem));
            Ok(())
        }
        other => other.map(drop),
    }
}

/// See [`crate::Vault::verify`].
pub async fn verify(core: &Core) -> Result<VerifyReport, VaultError> {
    let mut findings = Vec::new();
    let begun = Reading::begin(core).await;
    match begun {
        Ok(mut reading) => {
            let connection = reading.connection();
            let checked = database(connection, &mut findings).await;
            finding(&mut findings, checked)?;
            for table in Table::ALL {
                let checked = rows(&mut reading, table, &mut findings).await;
                finding(&mut findings, checked)?;
            }
            match audit_chain(&mut reading).await {
                Ok(found) => findings.extend(found),
                damaged => finding(&mut findings, damaged)?,
            }
        }
        damaged => finding(&mut findings, damaged.map(drop))?,
    }
    Ok(VerifyReport { findings })
}

/// What SQLite itself can tell, and whether the tables are those of this format.
async fn database(
    connection: &mut SqliteConnection,
    findings: &mut Vec<Finding>,
) -> Result<(), VaultError> {
    let problems: Vec<String> =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut *connection).await?;
    let problems = problems.iter().filter(|problem| *problem != "ok");
    findings.extend(problems.map(|problem| Finding::new("file", "the database", problem)));

    let orphans = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut *connection).await?;
    for orphan in orphans {
        let (table, row): (String, i64) = (orphan.try_get(0)?, orphan.try_get(1)?);
        findings.push(Finding::new(&table, row, "belongs to a provider that is not there"));
    }

    let mut fresh = in_memory().await?;
    migrate(&mut fresh)
        .await
        .map_err(|_| VaultError::Internal("the vault's tables could not be made"))?;
    let expected = schema(&mut fresh).await?;
    close(fresh).await?;
    let found = schema(connection).await?;
    for (name, _) in expected.difference(&found) {
        findings.push(Finding::new("schema", name, "is not as this release made it"));
    }
    for (name, _) in found.difference(&expected) {
        findings.push(Finding::new("schema", name, "was put here or changed"));
    }
    Ok(())
}

/// Names and definitions of all that is in a database.
async fn schema(
    connection: &mut SqliteConnection,
) -> Result<BTreeSet<(String, Option<String>)>, VaultError> {
    let rows = sqlx::query("SELECT name, sql FROM sqlite_schema").fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Every row of a table: present, the latest, opens, can be read.
async fn rows(
    reading: &mut Reading,
    table: Table,
    findings: &mut Vec<Finding>,
) -> Result<(), VaultError> {
    let rows = reading.rows(table, None).await?;
    let present: BTreeSet<RowId> = rows.iter().map(|row| row.id).collect();
    for id in reading.ledger().ids(table).filter(|id| !present.contains(*id)) {
        let problem = "is missing: it was deleted outside the app";
        findings.push(Finding::new(table.name(), row_name(id), problem));
    }
    for row in &rows {
        let checked = reading.ledger().check(table, row).and_then(|()| value(reading, table, row));
        finding(findings, checked)?;
    }
    Ok(())
}

/// Opens and reads one value.
fn value(reading: &Reading, table: Table, row: &Row) -> Result<(), VaultError> {
    // A slot opens with its owner's secret only; the ledger has its digest.
    if table == Table::Slots {
        return crate::slots::draft::record(row).map(drop);
    }
    let plain = reading.open(table, row)?;
    readable(table, &row.id, &plain)
}

fn readable(table: Table, id: &RowId, plain: &Plain) -> Result<(), VaultError> {
    match table {
        Table::Slots => Ok(()),
        Table::Settings if *id == flags::SETTINGS => decode::<Settings>(table, id, plain).map(drop),
        Table::Settings if *id == flags::RECOVERY_CONFIRMED => {
            decode::<bool>(table, id, plain).map(drop)
        }
        Table::Settings if *id == flags::MARKS => decode::<Vec<Mark>>(table, id, plain).map(drop),
        Table::Settings if *id == flags::SSH_KEYS => {
            decode::<Vec<SshKey>>(table, id, plain).map(drop)
        }
        // Other values have forms that only callers know.
        Table::Settings => decode::<IgnoredAny>(table, id, plain).map(drop),
        Table::Providers => decode::<Provider>(table, id, plain).map(drop),
        Table::Snapshots => decode::<Page>(table, id, plain).map(drop),
        Table::Documents => decode::<DocumentPage>(table, id, plain).map(drop),
        Table::Credentials | Table::Secrets => decode_secrets(table, id, plain).map(drop),
        Table::Profiles => decode::<ProfileRecord>(table, id, plain).map(drop),
        Table::Connections => decode::<Connection>(table, id, plain).map(drop),
    }
}

/// Every entry from the latest, which the ledger names, down to the first.
pub async fn audit_chain(reading: &mut Reading) -> Result<Vec<Finding>, VaultError> {
    let mut findings = Vec::new();
    let last = i64::from(reading.ledger().audit_sequence);
    let mut next = last;
    // The hash that the entry `next` must have, unless the one after it is missing too.
    let mut expected = Some(reading.ledger().audit_head);
    let mut before = i64::MAX;
    loop {
        let batch = reading.entries(before, BATCH).await?;
        let Some(lowest) = batch.last().map(|stored| stored.sequence) else { break };
        before = lowest;
        for stored in batch {
            if stored.sequence > last || stored.sequence < 1 {
                findings.push(Finding::new(AUDIT, stored.sequence, "was put here outside the app"));
                continue;
            }
            if stored.sequence < next {
                missing(&mut findings, stored.sequence + 1, next);
                expected = None;
            }
            next = stored.sequence - 1;
            match stored.open(reading.keys(), reading.vault()) {
                Ok(link) => {
                    if expected.is_some_and(|expected| expected != link.hash) {
                        let problem = "does not fit into the chain";
                        findings.push(Finding::new(AUDIT, stored.sequence, problem));
                    }
                    expected = Some(link.previous);
                }
                damaged => {
                    finding(&mut findings, damaged)?;
                    expected = None;
                }
            }
        }
    }
    if next >= 1 {
        missing(&mut findings, 1, next);
    }
    Ok(findings)
}

/// Names a gap once, however wide.
fn missing(findings: &mut Vec<Finding>, from: i64, to: i64) {
    const DELETED: &str = "deleted outside the app";
    findings.push(if from == to {
        Finding::new(AUDIT, from, format!("is missing: it was {DELETED}"))
    } else {
        Finding::new(AUDIT, format!("{from} to {to}"), format!("are missing: they were {DELETED}"))
    });
}
