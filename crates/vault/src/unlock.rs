//! From what a person gives to an unlocked vault.

use nexus_model::{AuditAction, AuditOutcome, Timestamp};
use sqlx::SqliteConnection;

use crate::attempts::Attempts;
use crate::core::Core;
use crate::crypto::Key;
use crate::crypto::subkeys::Keys;
use crate::error::KeyringError;
use crate::file::{check_permissions, slot_rows};
use crate::file_lock::FileLock;
use crate::slots::SlotKind;
use crate::slots::draft::{Opener, blocking, record};
use crate::store::Table;
use crate::store::connect::{close, pool, single};
use crate::store::row::Row;
use crate::store::write::Writing;
use crate::{KdfCost, RecoveryKey, UnlockKey, Vault, VaultError, VaultFile};

/// Most slots of one kind that are tried: a changed file must not make a try last for minutes.
const MOST_SLOTS: usize = 8;

/// See [`VaultFile::unlock`].
pub async fn unlock(file: &VaultFile, key: UnlockKey) -> Result<Vault, VaultError> {
    check_permissions(file.path())?;
    let opener = match key {
        UnlockKey::Password(password) => Opener::Password(password),
        UnlockKey::Recovery(typed) => Opener::Recovery(RecoveryKey::parse(&typed)?),
        UnlockKey::Keyring(chain) => {
            let secret = chain.load(&file.id().to_string()).await?;
            Opener::Keyring(secret.ok_or(KeyringError::NoEntry)?)
        }
    };
    // Held until the end: two tries at once would not count each other.
    let lock = FileLock::to_write(file.path()).await?;
    let mut connection = single(file.path()).await?;
    let opened = try_slots(file, &mut connection, opener).await;
    let result = match opened {
        Ok(opened) => match enter(file, lock, &opened).await {
            Ok(vault) => Ok(vault),
            // The key was right, so this was no failed try, whatever else is wrong.
            Err(error) => opened.before.save(&mut connection).await.and(Err(error)),
        },
        Err(error) => Err(error),
    };
    close(connection).await?;
    result
}

/// A slot that opened.
struct Opened {
    slot: Row,
    vault_key: Key,
    kind: SlotKind,
    /// The count as it was before this try.
    before: Attempts,
}

/// Tries all slots of the opener's kind, counting the try before it is made.
async fn try_slots(
    file: &VaultFile,
    connection: &mut SqliteConnection,
    opener: Opener,
) -> Result<Opened, VaultError> {
    let (id, kind, now) = (file.id(), opener.kind(), Timestamp::now());
    let before = Attempts::load(connection).await?;
    let counts = kind != SlotKind::Keyring;
    if let Some(retry_at) = before.retry_at(now).filter(|_| counts) {
        return Err(VaultError::BackOff { retry_at });
    }
    let slots = slots_of(kind, slot_rows(connection).await?)?;
    let after = before.failed(now);
    if counts {
        after.save(connection).await?;
    }
    let opened = blocking(move || {
        for slot in slots {
            if let Some(vault_key) = opener.open(id, &slot)? {
                return Ok(Some(Opened { slot, vault_key, kind, before }));
            }
        }
        Ok(None)
    })
    .await?;
    opened.ok_or_else(|| match kind {
        SlotKind::Keyring => KeyringError::WrongKey.into(),
        // Counted from now: the hash took its time, and the wait comes after it.
        _ => VaultError::WrongPassword { retry_at: after.retry_at(Timestamp::now()) },
    })
}

/// The slots of a kind. One that cannot be read does not keep the others from opening.
fn slots_of(kind: SlotKind, rows: Vec<Row>) -> Result<Vec<Row>, VaultError> {
    let (mut slots, mut unreadable) = (Vec::new(), None);
    for row in rows {
        match record(&row) {
            Ok(record) if record.method.kind() == kind => slots.push(row),
            Ok(_) => {}
            Err(error) => unreadable = Some(error),
        }
    }
    slots.truncate(MOST_SLOTS);
    match (slots.is_empty(), unreadable) {
        (false, _) => Ok(slots),
        (true, Some(error)) => Err(error),
        (true, None) => Err(match kind {
            SlotKind::Password => VaultError::Invalid {
                field: "password",
                problem: "this vault has no master password",
                remedy: "Unlock it with the system's keyring or the recovery key.",
            },
            SlotKind::Recovery => VaultError::Invalid {
                field: "recovery",
                problem: "this vault has no recovery key",
                remedy: "Unlock it with the master password or the system's keyring.",
            },
            SlotKind::Keyring => KeyringError::WrongKey.into(),
        }),
    }
}

/// Opens the database with the vault key, and notes that in the audit log.
async fn enter(file: &VaultFile, lock: FileLock, opened: &Opened) -> Result<Vault, VaultError> {
    let keys = Keys::new(opened.vault_key.clone(), file.id())?;
    let pool = pool(file.path()).await?;
    let core = Core::new(file.id(), file.path().to_owned(), pool, keys, KdfCost::Calibrated);
    match note(&core, lock, opened).await {
        Ok(()) => Ok(Vault::new(core)),
        Err(error) => {
            core.forget_keys();
            core.pool.close().await;
            Err(error)
        }
    }
}

async fn note(core: &Core, lock: FileLock, opened: &Opened) -> Result<(), VaultError> {
    let mut writing = Writing::with_lock(core, Some(lock), None).await?;
    // A slot that was revoked and put back still opens; it must not let anyone in.
    writing.ledger().check(Table::Slots, &opened.slot)?;
    Attempts::default().save(writing.connection()).await?;
    let failures = opened.before.failures;
    let noted = async {
        if failures > 0 {
            let (was, tries) = if failures == 1 { ("was", "try") } else { ("were", "tries") };
            let detail = format!("There {was} {failures} failed {tries} to unlock before this.");
            writing.append_own(AuditAction::UnlockFail, AuditOutcome::Failed, detail).await?;
        }
        let detail = format!("Unlocked with {}.", opened.kind.in_words());
        writing.append_own(AuditAction::Unlock, AuditOutcome::Done, detail).await
    };
    match noted.await {
        Ok(()) => writing.commit().await,
        // A broken audit log is reported by reading or verifying it, which needs an open vault.
        Err(error @ VaultError::Damaged { .. }) => {
            tracing::warn!(%error, "the unlock was not noted");
            drop(writing);
            Attempts::default().save(&mut *core.pool.acquire().await?).await
        }
        Err(error) => Err(error),
    }
}
