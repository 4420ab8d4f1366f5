//! How the database is opened: always in the same way.

use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, SqlitePool};

use crate::VaultError;

/// Marks the file as a vault for `file` and for [`crate::VaultFile::open`]: "NxAV".
pub const APPLICATION_ID: u32 = 0x4e78_4156;

/// The format that this release's migrations lead to: one higher for each of them.
pub const FORMAT: i64 = 2;

/// A pragma takes no parameters.
pub const SET_APPLICATION_ID: &str = "PRAGMA application_id = 0x4e784156";

/// Longest wait for SQLite's own locks. Writers queue at the lock file first, so this is only met
/// when another program holds the database.
const BUSY: Duration = Duration::from_secs(5);

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged write survives a power cut, not only a crash of the app.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
        // A changed file must not run functions of its own choice.
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging()
}

/// One connection, for the few things that are read and written while locked.
pub async fn single(path: &Path) -> Result<SqliteConnection, VaultError> {
    Ok(options(path).connect().await?)
}

/// The connections of an unlocked vault.
pub async fn pool(path: &Path) -> Result<SqlitePool, VaultError> {
    let pool = SqlitePoolOptions::new()
        .max_connections(4)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false);
    Ok(pool.connect_with(options(path)).await?)
}

/// Closes a connection, and moves the journal into the file if nobody else has it open.
pub async fn close(connection: SqliteConnection) -> Result<(), VaultError> {
    Ok(connection.close().await?)
}

/// The schema's history, embedded.
static MIGRATIONS: Migrator = sqlx::migrate!();

/// Brings a database to this release's format.
///
/// Not by `Migrator::run`: its future is `Send` for one lifetime of the connection only, and no
/// caller further up could be spawned.
pub async fn migrate(connection: &mut SqliteConnection) -> Result<(), MigrateError> {
    MIGRATIONS.run_direct(None, connection, false).await
}

/// An empty database in memory, to compare with.
pub async fn in_memory() -> Result<SqliteConnection, VaultError> {
    Ok(SqliteConnectOptions::new().in_memory(true).disable_statement_logging().connect().await?)
}
