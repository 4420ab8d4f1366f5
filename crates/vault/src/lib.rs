//! The encrypted SQLite file: key slots, sealed tables, audit log. The only user of sqlx.
//!
//! ```no_run
//! # async fn example() -> Result<(), nexus_vault::VaultError> {
//! # let path = std::path::Path::new("/home/ada/vault/test.vault");
//! # let (password, event): (nexus_model::Secret, nexus_model::AuditEvent) = todo!();
//! use nexus_vault::{UnlockKey, VaultFile};
//!
//! let file = VaultFile::open(path).await?;
//! let vault = file.unlock(UnlockKey::Password(password)).await?;
//! for provider in vault.providers().list().await? {
//!     let secrets = vault.providers().secrets(provider.id).await?;
//! }
//! vault.audit().append(event).await?;
//! vault.lock().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What it promises
//!
//! **Who copies the file learns sizes and row counts.** Every value that a person typed or a cloud
//! returned is sealed: names, endpoints, credentials, machines, settings, audit entries. In clear
//! are only random or keyed ids, formats, revisions, the lock counter, the number of audit entries,
//! the count of failed tries and the moment until which no more are taken. That moment is the one
//! time in clear, and it is exact, because a delay rounded to a day would not be a delay.
//!
//! **Who edits the file is found out.** Each value opens only in its table, row, provider and
//! revision, under its vault's key. A sealed ledger holds the revision and digest of every row and
//! the head of the audit chain; it is rewritten with each change and compared with each read. So a
//! value changed or moved, an older row put back, a row deleted or added, an audit entry removed or
//! cut off the end, a revoked slot put back: each fails with [`VaultError::Damaged`], which names
//! the table and the row, and [`Vault::verify`] lists them all. Nothing that fails its check is
//! returned.
//!
//! **What was acknowledged survives.** A change is one transaction with `synchronous=FULL`: all of
//! it or nothing, through `kill -9` and power cuts.
//!
//! **What is removed is gone from the file.** `secure_delete` overwrites, and the journal is
//! emptied after a credential is replaced or removed. Copies that a disk or a file system keeps of
//! its own accord, and backups, are out of reach; they hold sealed bytes.
//!
//! # What it cannot promise
//!
//! - A whole file put back to an older state cannot be told from a backup that a person restored.
//!   A password that was changed since opens such a file again.
//! - The count of failed tries slows whoever tries through this app. Against someone with a copy of
//!   the file, or with the right to edit it, only the cost of the password hash helps.
//! - Who can read this process's memory while it is unlocked can read what is unlocked.
//! - A ledger that is itself damaged leaves nothing to check rows against, so nothing is read: that
//!   is what backups are for.
//!
//! # Keys
//!
//! One random 256-bit vault key, from which HKDF-SHA-256 draws one key for each table and purpose.
//! Values are sealed with XChaCha20-Poly1305 and a fresh random nonce. Each way to unlock is a
//! *slot*, a copy of the vault key sealed under
//!
//! | slot | key |
//! |---|---|
//! | master password | Argon2id, at least 64 MiB and 3 passes, about 0.5 s on the machine it was set on |
//! | system's keyring | 256 random bits that the keyring keeps under the vault's id |
//! | recovery key | 160 random bits that a person wrote down |
//!
//! so a password is changed without touching the data. A slot's parameters are bound to it and
//! have a floor when read: a file cannot make its password cheaper to guess. The modules `crypto`
//! and `slots` say in full what is stored; `tests/fixtures` holds a vault of each format that must
//! open for ever.
//!
//! # Processes
//!
//! The window and `nexus` may have the same vault unlocked. Readers never wait: each reads one
//! consistent state. Writers queue at an advisory lock on `<vault>.lock` for at most five seconds
//! and read the ledger from the file inside their transaction, never from memory.
//! [`VaultFile::raise_lock_epoch`] asks all of them to lock. A connection's token is renewed under a lock
//! of its own, [`Connections::lock`], which is held while the server is asked.
//!
//! # Files
//!
//! The vault (0600), its lock file and SQLite's journal lie in a folder that is its owner's alone
//! (0700); anything more open, or another user's, is refused with the command that mends it. Modes
//! are checked on Unix only; on Windows the profile's access list stands in for them.
//!
//! # Audit
//!
//! The vault itself notes its creation, unlocks, failed unlocks (with the next unlock, when there
//! is a key to note them with) and slot changes. All else is appended by callers.

mod attempts;
mod backup;
mod core;
mod create;
mod crypto;
mod error;
mod failure;
mod file;
mod file_lock;
mod keychain;
mod os_keychain;
mod permissions;
mod recovery;
mod slots;
mod store;
mod tables;
mod unlock;
mod vault;
mod verify;

pub use error::{KeyringError, VaultError};
pub use file::{KdfCost, NewVault, UnlockKey, VaultFile};
pub use file_lock::{FileLock, Mark};
pub use keychain::{Keychain, Secret32};
pub use os_keychain::OsKeychain;
pub use recovery::RecoveryKey;
pub use slots::{SlotInfo, SlotKind, Slots};
pub use tables::{
    AuditLog, Connections, Custody, Inventory, Marks, ProfileRecord, Profiles, Providers,
    SecretChange, SecretOwner, SettingsTable, SshKeys, Values,
};
pub use vault::Vault;
pub use verify::{Finding, VerifyReport};
