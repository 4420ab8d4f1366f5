//! The encrypted SQLite file: key slots, sealed tables, audit log.

mod attempts;
mod backup;
mod core;
mod create;
mod crypto;
mod error;
mod file;
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
mod write_lock;

pub use error::{KeyringError, VaultError};
pub use file::{KdfCost, NewVault, UnlockKey, VaultFile};
pub use keychain::{Keychain, Secret32};
pub use os_keychain::OsKeychain;
pub use recovery::RecoveryKey;
pub use slots::{SlotInfo, SlotKind, Slots};
pub use tables::{AuditLog, Inventory, Providers, SettingsTable};
pub use vault::Vault;
pub use verify::{Finding, VerifyReport};
