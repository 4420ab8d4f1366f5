//! One value sealed to one place.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Key, random};
use crate::VaultError;

/// The format that every sealed value is bound to. New tables do not change it.
const FORMAT: u32 = 1;

/// Bytes of the nonce in front of the ciphertext (XChaCha20).
const NONCE: usize = 24;
/// Bytes of the tag behind it (Poly1305).
const TAG: usize = 16;

/// Where a sealed value lives. A value opens in the place it was sealed for and in no other.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub vault: Uuid,
    pub table: &'static str,
    pub column: &'static str,
    pub row: [u8; 16],
    pub provider: Option<[u8; 16]>,
    pub revision: i64,
    /// Bytes stored in clear in front of the sealed value (the head of a slot's record).
    pub head: &'a [u8],
}

impl Place<'_> {
    /// Every part has a fixed length or its length in front, so no two places read the same.
    fn associated_data(&self) -> Vec<u8> {
        let mut data = Vec::with_capacity(128 + self.head.len());
        for text in ["nexus-vault", self.table, self.column] {
            data.extend((text.len() as u64).to_be_bytes());
            data.extend(text.as_bytes());
        }
        data.extend(FORMAT.to_be_bytes());
        data.extend(self.vault.as_bytes());
        data.extend(self.row);
        data.push(u8::from(self.provider.is_some()));
        data.extend(self.provider.unwrap_or_default());
        data.extend(self.revision.to_be_bytes());
        data.extend((self.head.len() as u64).to_be_bytes());
        data.extend(self.head);
        data
    }
}

/// Seals a value to a place.
pub fn seal(key: &Key, place: &Place<'_>, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    let nonce: [u8; NONCE] = *random::<NONCE>()?;
    // Room for all of it, so that growing leaves no copy of the plain text behind.
    let mut body = Zeroizing::new(Vec::with_capacity(plain.len() + TAG));
    body.extend_from_slice(plain);
    XChaCha20Poly1305::new((&**key).into())
        .encrypt_in_place(&XNonce::from(nonce), &place.associated_data(), &mut *body)
        .map_err(|_| VaultError::Internal("a value is too long to be sealed"))?;
    Ok([nonce.as_slice(), &body].concat())
}

/// Opens a value sealed to this place; `None` if it was sealed to another, under another key, or
/// changed since.
pub fn open(key: &Key, place: &Place<'_>, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, body) = sealed.split_first_chunk::<NONCE>()?;
    let mut body = Zeroizing::new(body.to_vec());
    XChaCha20Poly1305::new((&**key).into())
        .decrypt_in_place(&XNonce::from(*nonce), &place.associated_data(), &mut *body)
        .ok()?;
    Some(body)
}

#[cfg(test)]
mod tests {
    use super::{Key, Place, Uuid, open, seal};

    const PLACE: Place<'static> = Place {
        vault: Uuid::from_u128(7),
        table: "providers",
        column: "value",
        row: [1; 16],
        provider: None,
        revision: 3,
        head: b"head",
    };

    #[test]
    fn opens_in_its_place_only() {
        let key = Key::new([9; 32]);
        let sealed = seal(&key, &PLACE, b"value").expect("seals");
        assert_eq!(open(&key, &PLACE, &sealed).expect("opens").as_slice(), b"value");
        for other in [
            Place { vault: Uuid::from_u128(8), ..PLACE },
            Place { table: "settings", ..PLACE },
            Place { column: "other", ..PLACE },
            Place { row: [2; 16], ..PLACE },
            Place { provider: Some([0; 16]), ..PLACE },
            Place { revision: 4, ..PLACE },
            Place { head: b"tail", ..PLACE },
        ] {
            assert!(open(&key, &other, &sealed).is_none(), "{other:?}");
        }
        assert!(open(&Key::new([8; 32]), &PLACE, &sealed).is_none());
    }

    #[test]
    fn any_flipped_bit_and_any_cut_is_seen() {
        let key = Key::new([9; 32]);
        let sealed = seal(&key, &PLACE, b"value").expect("seals");
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&key, &PLACE, &changed).is_none(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(open(&key, &PLACE, &sealed[..length]).is_none(), "cut at {length}");
        }
    }

    #[test]
    fn never_the_same_twice() {
        let key = Key::new([9; 32]);
        let one = seal(&key, &PLACE, b"value").expect("seals");
        let two = seal(&key, &PLACE, b"value").expect("seals");
        assert_ne!(one[..24], two[..24]);
        assert_ne!(one[24..], two[24..]);
    }

    /// Any reader of format 1 must open this.
    #[test]
    fn opens_a_value_of_format_1() {
        let sealed = data_encoding::HEXLOWER
            .decode(include_bytes!("../../tests/fixtures/sealed-1.hex").trim_ascii())
            .expect("hex");
        let opened = open(&Key::new([9; 32]), &PLACE, &sealed).expect("opens");
        assert_eq!(opened.as_slice(), b"value");
    }
}
