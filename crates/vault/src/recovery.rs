//! The recovery key: 160 random bits that a person writes down.
//!
//! Printed as seven groups of five letters in Crockford's base 32
//! (<https://www.crockford.com/base32.html>): 32 letters of key and 3 of checksum, so that a slip
//! of the pen is told from a wrong key and is not counted as a try. 160 bits cannot be guessed, so
//! the key needs no slow hash.

use nexus_model::Secret;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::VaultError;
use crate::crypto::random;

/// Crockford's alphabet: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Bytes of the key.
const BYTES: usize = 20;
/// Letters of the key: 160 bits at 5 bits each.
const KEY_LETTERS: usize = 32;
/// Letters of the checksum: 15 bits, so one slip in 32,768 goes unseen.
const CHECK_LETTERS: usize = 3;
/// Letters between two dashes.
const GROUP: usize = 5;

/// The bytes behind a recovery key.
pub type RecoveryBytes = Zeroizing<[u8; BYTES]>;

/// The key that is shown once, when it is made, and always unlocks the vault.
#[derive(Debug)]
pub struct RecoveryKey(Secret);

impl RecoveryKey {
    /// The key as it is printed: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The key as it is typed to unlock.
    pub fn into_secret(self) -> Secret {
        self.0
    }

    /// A new random key and its bytes.
    pub(crate) fn generate() -> Result<(Self, RecoveryBytes), VaultError> {
        let bytes = random::<BYTES>()?;
        let letters = letters(&bytes);
        let mut text = String::with_capacity(letters.len() + letters.len() / GROUP);
        for (place, letter) in letters.iter().enumerate() {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(*letter));
        }
        Ok((Self(Secret::new(text)), bytes))
    }

    /// Reads a typed key: case, spaces and dashes do not matter, O is 0, I and L are 1.
    ///
    /// # Errors
    /// [`VaultError::Invalid`] if it is no recovery key at all, or one with a slip in it.
    pub(crate) fn parse(typed: &Secret) -> Result<RecoveryBytes, VaultError> {
        let mut values = Zeroizing::new(Vec::with_capacity(KEY_LETTERS + CHECK_LETTERS));
        for letter in typed.expose().chars() {
            if letter.is_whitespace() || matches!(letter, '-' | '‐' | '‑' | '–' | '—' | '_')
            {
                continue;
            }
            if values.len() == KEY_LETTERS + CHECK_LETTERS {
                return Err(invalid("that is too long for a recovery key"));
            }
            values.push(
                value(letter)
                    .ok_or_else(|| invalid("there is a sign in it that no recovery key has"))?,
            );
        }
        if values.len() < KEY_LETTERS + CHECK_LETTERS {
            return Err(invalid("that is too short for a recovery key"));
        }
        let mut bytes = RecoveryBytes::default();
        for (chunk, out) in values[..KEY_LETTERS].chunks(8).zip(bytes.chunks_mut(5)) {
            let bits = chunk.iter().fold(0_u64, |bits, value| bits << 5 | u64::from(*value));
            out.copy_from_slice(&bits.to_be_bytes()[3..]);
        }
        if checksum(&bytes)[..] != values[KEY_LETTERS..] {
            return Err(invalid(
                "there is a slip in the recovery key: its last letters do not fit",
            ));
        }
        Ok(bytes)
    }
}

fn invalid(problem: &'static str) -> VaultError {
    let remedy = "Compare it with what you wrote down: seven groups of five letters and digits.";
    VaultError::Invalid { field: "recovery", problem, remedy }
}

/// The letters of key and checksum.
fn letters(bytes: &RecoveryBytes) -> Zeroizing<Vec<u8>> {
    let mut letters = Zeroizing::new(Vec::with_capacity(KEY_LETTERS + CHECK_LETTERS));
    for chunk in bytes.chunks(5) {
        let bits = chunk.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        letters.extend((0..8).rev().map(|place| ALPHABET[(bits >> (place * 5)) as usize & 31]));
    }
    letters.extend(checksum(bytes).map(|value| ALPHABET[usize::from(value)]));
    letters
}

/// Three values of five bits.
fn checksum(bytes: &RecoveryBytes) -> [u8; CHECK_LETTERS] {
    let hash = Sha256::new().chain_update(b"nexus-vault recovery").chain_update(bytes).finalize();
    let bits = u16::from_be_bytes([hash[0], hash[1]]);
    [bits >> 10 & 31, bits >> 5 & 31, bits & 31].map(|value| value as u8)
}

fn value(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let letter = u8::try_from(letter).ok()?;
    ALPHABET.iter().position(|known| *known == letter)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{ALPHABET, RecoveryKey, Secret};

    fn parses(text: &str) -> bool {
        RecoveryKey::parse(&Secret::new(text)).is_ok()
    }

    #[test]
    fn is_printed_in_groups_and_read_back() {
        let (key, bytes) = RecoveryKey::generate().expect("generates");
        assert_eq!(key.expose().split('-').map(str::len).collect::<Vec<_>>(), [5; 7]);
        assert_eq!(RecoveryKey::parse(&Secret::new(key.expose())).expect("parses"), bytes);
    }

    #[test]
    fn is_read_as_people_type() {
        let (key, bytes) = RecoveryKey::generate().expect("generates");
        let text = key.expose();
        for typed in [
            text.to_lowercase(),
            text.replace('-', ""),
            text.replace('-', " "),
            text.replace('-', "–"),
            text.replace('0', "o"),
            text.replace('0', "O"),
            text.replace('1', "l"),
            text.replace('1', "I"),
            format!("  {text}\n"),
        ] {
            assert_eq!(RecoveryKey::parse(&Secret::new(typed)).expect("parses"), bytes);
        }
    }

    #[test]
    fn nearly_every_slip_is_seen() {
        let (key, _) = RecoveryKey::generate().expect("generates");
        let text = key.expose();
        let (mut seen, mut all) = (0, 0);
        for place in 0..text.len() {
            for letter in ALPHABET.iter().map(|letter| char::from(*letter)) {
                if text[place..].starts_with(['-', letter]) {
                    continue;
                }
                let slip = format!("{}{letter}{}", &text[..place], &text[place + 1..]);
                all += 1;
                seen += i32::from(!parses(&slip));
            }
        }
        assert_eq!(all, 35 * 31);
        assert!(all - seen <= 2, "{} of {all} slips went unseen", all - seen);
        assert!(!parses(&text[1..]) && !parses(&format!("{text}0")) && !parses(""));
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            parses(&text);
        }

        #[test]
        fn never_panics_on_its_own_letters(text in "[0-9A-Za-z -]{30,50}") {
            parses(&text);
        }
    }
}
