//! A credential's secret fields as bytes: `version ‖ (length ‖ name ‖ length ‖ value)…`.
//!
//! Not JSON: its reader and writer keep copies of what they escape, and those are not overwritten.

use nexus_model::{Secret, SecretFields};
use zeroize::Zeroizing;

use crate::VaultError;
use crate::store::row::row_name;
use crate::store::{RowId, Table};

/// First byte.
const VERSION: u8 = 1;

/// Writes the fields, into memory that never moves and is overwritten.
pub fn encode(fields: &SecretFields) -> Zeroizing<Vec<u8>> {
    let pieces = || fields.iter().flat_map(|(name, secret)| [name.as_str(), secret.expose()]);
    let length = 1 + pieces().map(|piece| 8 + piece.len()).sum::<usize>();
    let mut plain = Zeroizing::new(Vec::with_capacity(length));
    plain.push(VERSION);
    for piece in pieces() {
        plain.extend((piece.len() as u64).to_be_bytes());
        plain.extend_from_slice(piece.as_bytes());
    }
    plain
}

/// Reads the fields of a row that [`encode`] wrote.
pub fn decode(table: Table, id: &RowId, plain: &[u8]) -> Result<SecretFields, VaultError> {
    read(plain)
        .ok_or_else(|| VaultError::damaged(table.name(), row_name(id), "opens and cannot be read"))
}

fn read(plain: &[u8]) -> Option<SecretFields> {
    let (version, mut rest) = plain.split_first()?;
    if *version != VERSION {
        return None;
    }
    let mut fields = SecretFields::new();
    while !rest.is_empty() {
        let name = piece(&mut rest)?.to_owned();
        fields.insert(name, Secret::new(piece(&mut rest)?));
    }
    Some(fields)
}

fn piece<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let (length, after) = rest.split_first_chunk::<8>()?;
    let (piece, after) = after.split_at_checked(u64::from_be_bytes(*length).try_into().ok()?)?;
    *rest = after;
    str::from_utf8(piece).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Secret, SecretFields, encode, read};

    #[test]
    fn comes_back_as_it_was() {
        let fields = SecretFields::from([
            ("key".to_owned(), Secret::new("line one\nline “two”")),
            ("empty".to_owned(), Secret::new("")),
        ]);
        let plain = encode(&fields);
        let read = read(&plain).expect("reads");
        assert_eq!(read.keys().collect::<Vec<_>>(), ["empty", "key"]);
        assert!(read.iter().all(|(name, secret)| secret.expose() == fields[name].expose()));
        assert_eq!(plain.capacity(), plain.len());
    }

    proptest! {
        #[test]
        fn never_panics(bytes in any::<Vec<u8>>()) {
            read(&bytes);
            read(&[vec![1, 0, 0, 0, 0, 0, 0, 0], bytes].concat());
        }
    }
}
