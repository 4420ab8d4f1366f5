//! Key slots: each way to unlock is one sealed copy of the vault key.
//!
//! Changing a password replaces one slot and never touches the data. The key that seals a slot is
//! HKDF-SHA-256, salted with the slot's id, of: the Argon2id hash of the password; or the random
//! secret that the keyring keeps; or the bytes of the recovery key.

pub mod draft;
pub mod record;

use nexus_model::{AuditAction, AuditOutcome, Secret};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::crypto::random;
use crate::store::Table;
use crate::store::read::Reading;
use crate::store::row::Row;
use crate::store::write::Writing;
use crate::{Keychain, RecoveryKey, Secret32, Vault, VaultError};
use draft::{Draft, Opener, record};

/// What a slot takes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// A master password.
    Password,
    /// A random key kept by the operating system's keyring.
    Keyring,
    /// The recovery key.
    Recovery,
}

impl SlotKind {
    /// How it is named in a sentence.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Password => "the master password",
            Self::Keyring => "the system's keyring",
            Self::Recovery => "the recovery key",
        }
    }
}

/// One way to unlock, without its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SlotInfo {
    /// Names it for [`Slots::revoke`].
    pub id: Uuid,
    /// What it takes.
    pub kind: SlotKind,
}

impl SlotInfo {
    /// From a stored row.
    pub(crate) fn of(row: &Row) -> Result<Self, VaultError> {
        Ok(Self { id: Uuid::from_bytes(row.id), kind: record(row)?.method.kind() })
    }
}

/// The ways to unlock an unlocked vault. Every change is noted in the audit log.
pub struct Slots<'a>(pub(crate) &'a Vault);

impl Slots<'_> {
    /// All ways to unlock, sorted by kind.
    pub async fn list(&self) -> Result<Vec<SlotInfo>, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        let mut slots = checked(&mut reading).await?;
        slots.sort_by_key(|(info, _)| (info.kind, info.id));
        Ok(slots.into_iter().map(|(info, _)| info).collect())
    }

    /// Sets the master password, or replaces it: the old one opens nothing from then on. Takes
    /// about a second, because the cost of a guess is measured anew.
    ///
    /// # Errors
    /// [`VaultError::Invalid`] for an empty password.
    pub async fn set_password(&self, new: &Secret) -> Result<SlotInfo, VaultError> {
        let draft = Draft::password(new, self.0.core().cost).await?;
        self.replace(draft, |_, info| info.kind == SlotKind::Password).await
    }

    /// Lets a keyring unlock the vault, with the secret it keeps for this vault or a new one.
    /// Slots for keyrings of other machines stay.
    ///
    /// # Errors
    /// [`VaultError::Keyring`] if the keyring cannot be used.
    pub async fn add_keyring(&self, chain: &dyn Keychain) -> Result<SlotInfo, VaultError> {
        let secret = keyring_secret(chain, self.0.id()).await?;
        let draft = Draft::keyring(&secret)?;
        let (vault, opener) = (self.0.id(), Opener::Keyring(secret));
        self.replace(draft, |row, _| matches!(opener.open(vault, row), Ok(Some(_)))).await
    }

    /// Makes a new recovery key; the old one opens nothing from then on. The person has to confirm
    /// the new one.
    pub async fn replace_recovery(&self) -> Result<RecoveryKey, VaultError> {
        let (draft, key) = Draft::recovery()?;
        self.replace(draft, |_, info| info.kind == SlotKind::Recovery).await?;
        Ok(key)
    }

    /// Takes a way to unlock away. The secret of a keyring slot stays in the keyring, where it
    /// opens nothing: remove it with [`Keychain::remove`] and the vault's id.
    ///
    /// # Errors
    /// [`VaultError::NotFound`]; [`VaultError::Invalid`] for the only one there is.
    pub async fn revoke(&self, id: Uuid) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        let slots = checked(&mut writing).await?;
        let Some((info, row)) = slots.iter().find(|(info, _)| info.id == id) else {
            return Err(VaultError::NotFound { what: "way to unlock" });
        };
        if slots.len() == 1 {
            return Err(VaultError::Invalid {
                field: "slot",
                problem: "this is the only way to unlock the vault",
                remedy: "Add another way to unlock first.",
            });
        }
        writing.delete(Table::Slots, &row.id).await?;
        note_change(&mut writing, format!("Revoked {}.", info.kind.in_words())).await?;
        writing.commit().await
    }

    /// Writes a slot and deletes those that it stands in for.
    async fn replace(
        &self,
        draft: Draft,
        stands_in_for: impl Fn(&Row, &SlotInfo) -> bool + Send,
    ) -> Result<SlotInfo, VaultError> {
        let new = draft.info();
        let mut writing = Writing::begin(self.0.core()).await?;
        let mut verb = "Added";
        for (info, row) in checked(&mut writing).await? {
            if stands_in_for(&row, &info) {
                writing.delete(Table::Slots, &row.id).await?;
                verb = "Replaced";
            }
        }
        let row = draft.into_row(self.0.id(), &writing.keys().vault, writing.revision())?;
        writing.put_sealed(Table::Slots, row).await?;
        if new.kind == SlotKind::Recovery {
            crate::tables::flags::set_recovery_confirmed(&mut writing, false).await?;
        }
        note_change(&mut writing, format!("{verb} {}.", new.kind.in_words())).await?;
        writing.commit().await?;
        Ok(new)
    }
}

/// The secret that the keyring keeps for the vault, made and stored if there is none.
pub async fn keyring_secret(chain: &dyn Keychain, vault: Uuid) -> Result<Secret32, VaultError> {
    let account = vault.to_string();
    if let Some(secret) = chain.load(&account).await? {
        return Ok(secret);
    }
    let secret = Secret32::new(*random::<32>()?);
    chain.store(&account, &secret).await?;
    Ok(secret)
}

/// All slots, each as the ledger says.
async fn checked(reading: &mut Reading) -> Result<Vec<(SlotInfo, Row)>, VaultError> {
    let rows = reading.rows(Table::Slots, None).await?;
    rows.into_iter()
        .map(|row| {
            reading.ledger().check(Table::Slots, &row)?;
            Ok((SlotInfo::of(&row)?, row))
        })
        .collect()
}

async fn note_change(writing: &mut Writing, detail: String) -> Result<(), VaultError> {
    writing.append_own(AuditAction::SlotChange, AuditOutcome::Done, detail).await
}
