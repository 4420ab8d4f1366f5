//! Names in Key Vault: `<prefix>-x<owner>-x<field>`, with `--` for a hyphen and `-u` for an
//! underscore.

use nexus_model::Failure;

use super::descriptor::{DEFAULT_PREFIX, PREFIX};
use crate::backends::invalid;
use crate::common::field;
use crate::{BackendConfig, SecretKey};

/// Longest name, of letters, digits and hyphens; capitals are not told apart:
/// <https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates#objects-identifiers-and-versioning>.
const LONGEST: usize = 127;

/// Longest prefix. It leaves 97 characters for a key.
const LONGEST_PREFIX: usize = 30;

/// The prefix of all names.
pub(super) struct Names {
    prefix: String,
}

impl Names {
    /// # Errors
    /// `invalid_input` for a prefix that cannot begin a name.
    pub(super) fn of(config: &BackendConfig) -> Result<Self, Failure> {
        let prefix = field(config, PREFIX).unwrap_or(DEFAULT_PREFIX);
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let good = (1..=LONGEST_PREFIX).contains(&prefix.len())
            && prefix.bytes().all(plain)
            && !prefix.starts_with('-');
        if good {
            return Ok(Self { prefix: prefix.to_owned() });
        }
        let message = format!("“{prefix}” cannot begin the names of secrets in Key Vault.");
        let remedy = format!(
            "Use at most {LONGEST_PREFIX} lower-case letters, digits and hyphens, for example nexus."
        );
        Err(invalid(PREFIX, message, remedy))
    }

    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// # Errors
    /// `invalid_input` for a key that is too long with this prefix.
    pub(super) fn of_key(&self, key: &SecretKey) -> Result<String, Failure> {
        let name = format!("{}-x{}-x{}", self.prefix, written(key.owner()), written(key.field()));
        if name.len() <= LONGEST {
            return Ok(name);
        }
        let message = format!(
            "{key} needs a name of {} characters in Key Vault, which takes {LONGEST}.",
            name.len()
        );
        Err(invalid(PREFIX, message, "Use a shorter prefix."))
    }

    /// The key of a name, if it is one of ours.
    pub(super) fn key_of(&self, name: &str) -> Option<SecretKey> {
        let rest = name.strip_prefix(&self.prefix)?.strip_prefix("-x")?;
        let mut parts = vec![String::new()];
        let mut letters = rest.chars();
        while let Some(letter) = letters.next() {
            let plain = match letter {
                '-' => match letters.next()? {
                    '-' => '-',
                    'u' => '_',
                    'x' => {
                        parts.push(String::new());
                        continue;
                    }
                    _ => return None,
                },
                plain => plain,
            };
            parts.last_mut()?.push(plain);
        }
        match parts.as_slice() {
            [owner, field] => SecretKey::new(owner, field).ok(),
            _ => None,
        }
    }
}

fn written(part: &str) -> String {
    part.replace('-', "--").replace('_', "-u")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::Names;
    use crate::SecretKey;

    #[rstest]
    #[case("acme-prod-1f0c2d3e", "access_key_id", "nexus-xacme--prod--1f0c2d3e-xaccess-ukey-uid")]
    #[case("a-", "b_", "nexus-xa---xb-u")]
    #[case("a-x", "u", "nexus-xa--x-xu")]
    #[case("a--u", "x_-x", "nexus-xa----u-xx-u--x")]
    fn a_name_is_read_back(#[case] owner: &str, #[case] field: &str, #[case] name: &str) {
        let names = Names { prefix: "nexus".into() };
        let key = SecretKey::new(owner, field).expect("a key");
        assert_eq!(names.of_key(&key).expect("a name"), name);
        assert_eq!(names.key_of(name), Some(key));
    }

    #[rstest]
    #[case("nexus-xa")]
    #[case("nexus-xa-xb-xc")]
    #[case("nexus-a-xb")]
    #[case("nexus2-xa-xb")]
    #[case("nexus-xa-qb-xc")]
    #[case("nexus-xa-xb-")]
    #[case("nexus-x-xb")]
    fn a_name_of_others_is_none_of_ours(#[case] name: &str) {
        assert_eq!(Names { prefix: "nexus".into() }.key_of(name), None);
    }

    #[test]
    fn a_name_that_is_too_long_is_refused() {
        let names = Names { prefix: "nexus".into() };
        let key = SecretKey::new(&format!("a{}", "-".repeat(40)), &"b".repeat(48)).expect("a key");
        assert!(names.of_key(&key).is_err());
    }
}
