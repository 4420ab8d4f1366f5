//! Keys for one purpose each, drawn from the vault key.

use hkdf::Hkdf;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Key;
use crate::VaultError;
use crate::store::Table;

/// What an unlocked vault holds in memory, and nothing else does.
pub struct Keys {
    /// The vault key itself, kept to seal it into new slots.
    pub vault: Key,
    /// Seals audit entries.
    pub audit: Key,
    /// Seals the ledger.
    pub ledger: Key,
    tables: Vec<Key>,
    row_ids: Key,
}

impl Keys {
    /// Draws all subkeys.
    pub fn new(vault: Key, id: Uuid) -> Result<Self, VaultError> {
        let tables = Table::ALL
            .iter()
            .map(|table| derive(vault.as_slice(), id.as_bytes(), &["seal", table.name()]))
            .collect::<Result<_, _>>()?;
        let one = |purpose| derive(vault.as_slice(), id.as_bytes(), &[purpose]);
        let (audit, ledger, row_ids) = (one("audit")?, one("ledger")?, one("row ids")?);
        Ok(Self { vault, audit, ledger, tables, row_ids })
    }

    /// The key that seals a table's values.
    pub fn table(&self, table: Table) -> &Key {
        &self.tables[table as usize]
    }

    /// A row id that tells nothing without the key: a keyed digest of the parts, cut to 128 bits.
    pub fn row_id(&self, table: Table, parts: &[&[u8]]) -> Result<[u8; 16], VaultError> {
        let mut info = Vec::new();
        for part in std::iter::once(&table.name().as_bytes()).chain(parts) {
            info.extend((part.len() as u64).to_be_bytes());
            info.extend(*part);
        }
        let mut id = [0; 16];
        // HKDF-Expand alone is HMAC over `info`, which is all that is asked for here.
        Hkdf::<Sha256>::from_prk(self.row_ids.as_slice())
            .map_err(|_| DERIVATION)?
            .expand(&info, &mut id)
            .map_err(|_| DERIVATION)?;
        Ok(id)
    }
}

const DERIVATION: VaultError = VaultError::Internal("a key could not be derived");

/// HKDF-SHA-256 of a secret, for the purpose named.
pub fn derive(secret: &[u8], salt: &[u8], purpose: &[&str]) -> Result<Key, VaultError> {
    let info = Zeroizing::new(format!("nexus-vault 1 {}", purpose.join(" ")));
    let mut key = Key::default();
    Hkdf::<Sha256>::new(Some(salt), secret)
        .expand(info.as_bytes(), key.as_mut_slice())
        .map_err(|_| DERIVATION)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::{Key, Keys, Table, Uuid};

    #[test]
    fn every_purpose_has_its_own_key() {
        let keys = Keys::new(Key::new([5; 32]), Uuid::from_u128(1)).expect("derives");
        let mut all: Vec<_> = keys.tables.iter().map(|key| **key).collect();
        all.extend([*keys.vault, *keys.audit, *keys.ledger, *keys.row_ids]);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), Table::ALL.len() + 4);
    }

    #[test]
    fn row_ids_keep_their_parts_apart() {
        let keys = Keys::new(Key::new([5; 32]), Uuid::from_u128(1)).expect("derives");
        let id = |parts: &[&[u8]]| keys.row_id(Table::Snapshots, parts).expect("derives");
        assert_ne!(id(&[b"ab", b"c"]), id(&[b"a", b"bc"]));
        assert_eq!(id(&[b"ab", b"c"]), id(&[b"ab", b"c"]));
    }
}
