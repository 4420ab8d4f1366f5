//! A slot as it is stored: `version ‖ kind ‖ parameters ‖ sealed vault key`.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version of the record, 1 |
//! | 1 | kind: 1 password, 2 keyring, 3 recovery |
//! | 28 | password only: memory in KiB, passes, lanes (4 bytes each, big-endian), salt (16) |
//! | 72 | the vault key, sealed: nonce (24), ciphertext (32), tag (16) |
//!
//! Everything in front of the sealed key is associated data of it.

use super::SlotKind;
use crate::crypto::kdf::{KdfParams, SALT};

/// First byte of a record.
const VERSION: u8 = 1;

/// Bytes of a sealed vault key.
const SEALED_KEY: usize = 24 + 32 + 16;

/// How the key that seals a slot is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Password { params: KdfParams, salt: [u8; SALT] },
    Keyring,
    Recovery,
}

impl Method {
    /// What the slot takes.
    pub fn kind(&self) -> SlotKind {
        match self {
            Self::Password { .. } => SlotKind::Password,
            Self::Keyring => SlotKind::Keyring,
            Self::Recovery => SlotKind::Recovery,
        }
    }

    /// The part of the record in clear.
    pub fn head(&self) -> Vec<u8> {
        match self {
            Self::Password { params, salt } => {
                let mut head = vec![VERSION, 1];
                for number in [params.memory_kib, params.passes, params.lanes] {
                    head.extend(number.to_be_bytes());
                }
                head.extend(salt);
                head
            }
            Self::Keyring => vec![VERSION, 2],
            Self::Recovery => vec![VERSION, 3],
        }
    }
}

/// A record in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub method: Method,
    /// The vault key, sealed.
    pub sealed: [u8; SEALED_KEY],
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    /// What is wrong with it, in words. Parameters below the floor are an error: a file cannot
    /// make a password cheaper to guess, nor ask for more than a machine can give.
    pub fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        const SHORT: &str = "is cut short";
        let ([version, kind], rest) = bytes.split_first_chunk::<2>().ok_or(SHORT)?;
        if *version != VERSION {
            return Err("has a version that this release does not know");
        }
        let (method, rest) = match kind {
            1 => password(rest)?,
            2 => (Method::Keyring, rest),
            3 => (Method::Recovery, rest),
            _ => return Err("has a kind that this release does not know"),
        };
        let sealed = rest.try_into().map_err(|_| "has the wrong length")?;
        Ok(Self { method, sealed })
    }
}

fn password(bytes: &[u8]) -> Result<(Method, &[u8]), &'static str> {
    const SHORT: &str = "is cut short";
    let (numbers, rest) = bytes.split_first_chunk::<12>().ok_or(SHORT)?;
    let (salt, rest) = rest.split_first_chunk::<SALT>().ok_or(SHORT)?;
    let number = |at: usize| {
        u32::from_be_bytes([numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]])
    };
    let params = KdfParams { memory_kib: number(0), passes: number(4), lanes: number(8) };
    if !params.is_acceptable() {
        return Err("has password parameters outside the accepted range");
    }
    Ok((Method::Password { params, salt: *salt }, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{KdfParams, Method, Record};

    fn bytes(method: &Method) -> Vec<u8> {
        [method.head(), vec![7; 72]].concat()
    }

    #[test]
    fn comes_back_as_it_was() {
        let password = Method::Password { params: KdfParams::FLOOR, salt: [4; 16] };
        for method in [password, Method::Keyring, Method::Recovery] {
            let record = Record::parse(&bytes(&method)).expect("parses");
            assert_eq!(record, Record { method, sealed: [7; 72] });
        }
    }

    #[test]
    fn refuses_cheap_parameters_and_wrong_lengths() {
        let cheap = KdfParams { passes: 1, ..KdfParams::FLOOR };
        assert!(Record::parse(&bytes(&Method::Password { params: cheap, salt: [4; 16] })).is_err());
        let whole = bytes(&Method::Password { params: KdfParams::FLOOR, salt: [4; 16] });
        for length in 0..whole.len() {
            assert!(Record::parse(&whole[..length]).is_err(), "cut at {length}");
        }
        assert!(Record::parse(&[whole, vec![0]].concat()).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(bytes in any::<Vec<u8>>(), kind in 0_u8..5) {
            let _ = Record::parse(&bytes);
            let _ = Record::parse(&[vec![1, kind], bytes].concat());
        }
    }
}
