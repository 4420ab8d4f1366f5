//! A slot in the making: the slow part (hashing, asking the keyring) is done before any lock is held.

use nexus_model::Secret;
use uuid::Uuid;

use super::record::{Method, Record};
use super::{SlotInfo, SlotKind};
use crate::crypto::kdf::{self, KdfParams, SALT};
use crate::crypto::seal::{Place, open, seal};
use crate::crypto::subkeys::derive;
use crate::crypto::{Key, random};
use crate::recovery::RecoveryBytes;
use crate::store::Table;
use crate::store::row::{Row, row_name};
use crate::{KdfCost, RecoveryKey, Secret32, VaultError};

/// A slot that only lacks the vault key and the revision it is written at.
pub struct Draft {
    id: Uuid,
    method: Method,
    key: Key,
}

impl Draft {
    /// A slot for a password. Takes about half a second off the async threads.
    pub async fn password(password: &Secret, cost: KdfCost) -> Result<Self, VaultError> {
        if password.is_empty() {
            return Err(VaultError::Invalid {
                field: "password",
                problem: "the password is empty",
                remedy: "Choose a password of several words.",
            });
        }
        let salt = *random::<SALT>()?;
        let password = password.clone();
        let id = Uuid::new_v4();
        blocking(move || {
            let params = KdfParams::choose(cost)?;
            let method = Method::Password { params, salt };
            let key = slot_key(&id, kdf::hash(params, &password, &salt)?.as_slice(), &method)?;
            Ok(Self { id, method, key })
        })
        .await
    }

    /// A slot for a secret that the keyring keeps.
    pub fn keyring(secret: &Secret32) -> Result<Self, VaultError> {
        Self::of(secret.expose(), Method::Keyring)
    }

    /// A slot for a new recovery key.
    pub fn recovery() -> Result<(Self, RecoveryKey), VaultError> {
        let (key, bytes) = RecoveryKey::generate()?;
        Ok((Self::of(bytes.as_slice(), Method::Recovery)?, key))
    }

    fn of(secret: &[u8], method: Method) -> Result<Self, VaultError> {
        let id = Uuid::new_v4();
        Ok(Self { id, method, key: slot_key(&id, secret, &method)? })
    }

    /// What is told about it.
    pub fn info(&self) -> SlotInfo {
        SlotInfo { id: self.id, kind: self.method.kind() }
    }

    /// The slot as a row.
    pub fn into_row(self, vault: Uuid, vault_key: &Key, revision: i64) -> Result<Row, VaultError> {
        let head = self.method.head();
        let place = place(vault, *self.id.as_bytes(), revision, &head);
        let sealed = seal(&self.key, &place, vault_key.as_slice())?;
        let value = [head, sealed].concat();
        Ok(Row { id: *self.id.as_bytes(), provider: None, revision, value })
    }
}

/// What opens a slot.
pub enum Opener {
    Password(Secret),
    Keyring(Secret32),
    Recovery(RecoveryBytes),
}

impl Opener {
    /// The kind of slot it opens.
    pub fn kind(&self) -> SlotKind {
        match self {
            Self::Password(_) => SlotKind::Password,
            Self::Keyring(_) => SlotKind::Keyring,
            Self::Recovery(_) => SlotKind::Recovery,
        }
    }

    /// The vault key, if this opens the slot. Slow for a password: call it off the async threads.
    pub fn open(&self, vault: Uuid, row: &Row) -> Result<Option<Key>, VaultError> {
        let record = record(row)?;
        let method = &record.method;
        let id = Uuid::from_bytes(row.id);
        let key = match (self, method) {
            (Self::Password(password), Method::Password { params, salt }) => {
                slot_key(&id, kdf::hash(*params, password, salt)?.as_slice(), method)?
            }
            (Self::Keyring(secret), Method::Keyring) => slot_key(&id, secret.expose(), method)?,
            (Self::Recovery(bytes), Method::Recovery) => slot_key(&id, bytes.as_slice(), method)?,
            _ => return Ok(None),
        };
        let head = method.head();
        let plain = open(&key, &place(vault, row.id, row.revision, &head), &record.sealed);
        Ok(plain.and_then(|plain| plain.as_slice().try_into().ok().map(Key::new)))
    }
}

/// Reads a slot's record.
pub fn record(row: &Row) -> Result<Record, VaultError> {
    Record::parse(&row.value)
        .map_err(|problem| VaultError::damaged(Table::Slots.name(), row_name(&row.id), problem))
}

/// Runs something slow off the async threads.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| VaultError::Internal("a background task was stopped"))?
}

fn slot_key(id: &Uuid, secret: &[u8], method: &Method) -> Result<Key, VaultError> {
    let purpose = match method {
        Method::Password { .. } => "password",
        Method::Keyring => "keyring",
        Method::Recovery => "recovery",
    };
    derive(secret, id.as_bytes(), &["slot", purpose])
}

fn place(vault: Uuid, row: [u8; 16], revision: i64, head: &[u8]) -> Place<'_> {
    let (table, column) = (Table::Slots.name(), "value");
    Place { vault, table, column, row, provider: None, revision, head }
}
