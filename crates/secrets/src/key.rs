use std::fmt;

/// Longest owner and longest field, in bytes. Azure allows a name 127 characters in all:
/// <https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates#objects-identifiers-and-versioning>.
const LONGEST: usize = 48;

/// The name of one value in a store: `<owner>/<field>`, below the prefix that the store was set up
/// with.
///
/// Both parts are of `a-z`, `0-9`, `-` and `_`, start with a letter or digit, and are at most 48
/// bytes long, so that every store takes them, each in its own way of writing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretKey {
    owner: String,
    field: String,
}

/// Why a text cannot be part of a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” cannot name a secret: use at most {LONGEST} of a-z, 0-9, - and _, a letter or digit first"
)]
pub struct KeyError(String);

impl SecretKey {
    /// The key of an owner's field.
    ///
    /// # Errors
    /// For a part of other characters, empty or too long.
    pub fn new(owner: &str, field: &str) -> Result<Self, KeyError> {
        Ok(Self { owner: part(owner)?, field: part(field)? })
    }

    /// What the value belongs to: one provider, connection or profile.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// Which of its values.
    pub fn field(&self) -> &str {
        &self.field
    }
}

impl fmt::Display for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.field)
    }
}

fn part(text: &str) -> Result<String, KeyError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let starts = text.bytes().next().is_some_and(plain);
    let goes_on = text.bytes().all(|byte| plain(byte) || matches!(byte, b'-' | b'_'));
    if starts && goes_on && text.len() <= LONGEST {
        Ok(text.to_owned())
    } else {
        Err(KeyError(text.chars().take(LONGEST).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyError, SecretKey};

    #[test]
    fn is_what_every_store_takes() {
        let key = SecretKey::new("acme-prod-1f0c", "access_key_id").expect("a key");
        assert_eq!(key.to_string(), "acme-prod-1f0c/access_key_id");
        let long = "a".repeat(49);
        for bad in ["", "-a", "_a", "A", "a/b", "a.b", "..", "a b", "ä", "a\n", &long] {
            assert!(matches!(SecretKey::new(bad, "a"), Err(KeyError(_))), "{bad:?}");
            assert!(SecretKey::new("a", bad).is_err(), "{bad:?}");
        }
    }
}
