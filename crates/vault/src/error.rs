use std::io;
use std::path::PathBuf;

use nexus_model::Timestamp;

/// Everything that can go wrong with a vault. Never carries a secret or a sealed value.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The password or the recovery key opens no slot.
    #[error("wrong password or recovery key")]
    WrongPassword {
        /// When the next try is allowed, if it is not at once.
        retry_at: Option<Timestamp>,
    },
    /// Too many wrong tries; nothing was tried.
    #[error("too many wrong tries, the next one is allowed at {retry_at}")]
    BackOff {
        /// When the next try is allowed.
        retry_at: Timestamp,
    },
    /// No file at this path.
    #[error("there is no vault at {}", path.display())]
    NoVault {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A file at this path already.
    #[error("there is a file at {} already", path.display())]
    Exists {
        /// Where it is.
        path: PathBuf,
    },
    /// Something in the file is not what this app wrote last.
    #[error("the vault was changed or damaged: {table}, {row}: {problem}")]
    Damaged {
        /// The table (or `file`, `schema`).
        table: &'static str,
        /// The row, by id or number.
        row: String,
        /// What is wrong with it, in words.
        problem: String,
    },
    /// Another process kept the write lock for longer than this one waits.
    #[error("another process is writing to the vault")]
    Busy,
    /// The file or its folder belongs to someone else or is open to others.
    #[error("{}: {problem}", path.display())]
    Unsafe {
        /// The file or folder concerned.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
        /// What mends it: a command where there is one.
        remedy: String,
    },
    /// The system's keyring is missing, locked, silent, or has no key for this vault.
    #[error("{0}")]
    Keyring(KeyringError),
    /// The vault was locked in the meantime.
    #[error("the vault is locked")]
    Locked,
    /// What was asked for is not in the vault.
    #[error("there is no such {what}")]
    NotFound {
        /// The kind of thing (`provider`).
        what: &'static str,
    },
    /// Another one has this name.
    #[error("a {what} named “{name}” exists already")]
    NameTaken {
        /// The kind of thing (`provider`).
        what: &'static str,
        /// The name, as the other one spells it.
        name: String,
    },
    /// Something passed cannot be used.
    #[error("{problem}")]
    Invalid {
        /// The input concerned.
        field: &'static str,
        /// What is wrong with it.
        problem: &'static str,
        /// What to do instead.
        remedy: &'static str,
    },
    /// The file was made by a newer release.
    #[error("the vault has format {found}, this release reads up to {known}")]
    Newer {
        /// Format of the file.
        found: i64,
        /// Newest format this release knows.
        known: i64,
    },
    /// No space left for the file or its journal.
    #[error("the disk is full")]
    DiskFull,
    /// The operating system refused something.
    #[error("{action}: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// The system's answer.
        source: io::Error,
    },
    /// SQLite failed in a way that is none of the above.
    #[error("the database failed: {0}")]
    Database(sqlx::Error),
    /// Something in this app or machine that should always work did not (random numbers, memory).
    #[error("{0}")]
    Internal(&'static str),
}

/// Why the system's keyring did not give or take the key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyringError {
    /// It does not answer, or there is none.
    #[error("the system's keyring cannot be used: {0}")]
    Unavailable(String),
    /// It gave no answer in time; a locked keyring waits for a person.
    #[error("the system's keyring did not answer in time")]
    TimedOut,
    /// It works and has no key for this vault.
    #[error("the system's keyring has no key for this vault")]
    NoEntry,
    /// It has a key, and that key opens no slot of this vault.
    #[error("the key in the system's keyring does not open this vault")]
    WrongKey,
}

impl VaultError {
    pub(crate) fn damaged(
        table: &'static str,
        row: impl ToString,
        problem: impl Into<String>,
    ) -> Self {
        Self::Damaged { table, row: row.to_string(), problem: problem.into() }
    }

    pub(crate) fn io(action: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io { action, source },
        }
    }
}

impl From<KeyringError> for VaultError {
    fn from(error: KeyringError) -> Self {
        Self::Keyring(error)
    }
}

/// SQLite's primary result codes, <https://www.sqlite.org/rescode.html>.
mod sqlite_code {
    pub const ERROR: i64 = 1;
    pub const BUSY: i64 = 5;
    pub const LOCKED: i64 = 6;
    pub const CORRUPT: i64 = 11;
    pub const FULL: i64 = 13;
    pub const CANTOPEN: i64 = 14;
    pub const NOTADB: i64 = 26;
}

impl From<sqlx::Error> for VaultError {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            // The pool is closed by locking and by nothing else.
            sqlx::Error::PoolClosed => return Self::Locked,
            sqlx::Error::PoolTimedOut => return Self::Busy,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::ColumnNotFound(_) => {
                return Self::damaged(
                    "schema",
                    "a column",
                    "does not have the type it was made with",
                );
            }
            sqlx::Error::Database(inner) => {
                inner.code().and_then(|code| code.parse::<i64>().ok()).map(|code| code & 0xff)
            }
            _ => None,
        };
        match code {
            Some(sqlite_code::BUSY | sqlite_code::LOCKED) => Self::Busy,
            Some(sqlite_code::FULL) => Self::DiskFull,
            Some(sqlite_code::CORRUPT) => {
                Self::damaged("file", "the database", "is malformed or cut short")
            }
            Some(sqlite_code::NOTADB) => {
                Self::damaged("file", "the first page", "is not that of a vault")
            }
            // Every statement here is constant, so it can only fail to compile on another schema.
            Some(sqlite_code::ERROR) => {
                Self::damaged("schema", "a table", "is missing or has other columns")
            }
            Some(sqlite_code::CANTOPEN) => Self::Io {
                action: "opening the vault's database",
                source: io::Error::other("SQLite cannot open the file"),
            },
            _ => Self::Database(error),
        }
    }
}
