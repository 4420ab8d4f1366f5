//! Names in Secret Manager: `<prefix>-X-<owner>-X-<field>`.

use nexus_model::Failure;

use super::descriptor::{DEFAULT_PREFIX, PREFIX};
use crate::backends::invalid;
use crate::common::field;
use crate::{BackendConfig, SecretKey};

/// Longest prefix: names have at most 255 letters, digits, hyphens and underscores, and a key takes
/// up to 102 with its separators
/// (<https://docs.cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create>).
const LONGEST: usize = 120;

/// What no part of a name contains: none has a capital letter.
const SEPARATOR: &str = "-X-";

/// The prefix of all names.
pub(super) struct Names {
    prefix: String,
}

impl Names {
    /// # Errors
    /// `invalid_input` for a prefix that cannot begin a name.
    pub(super) fn of(config: &BackendConfig) -> Result<Self, Failure> {
        let prefix = field(config, PREFIX).unwrap_or(DEFAULT_PREFIX);
        let plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
        };
        if (1..=LONGEST).contains(&prefix.len()) && prefix.bytes().all(plain) {
            return Ok(Self { prefix: prefix.to_owned() });
        }
        let message = format!("“{prefix}” cannot begin the names of secrets in Google Cloud.");
        let remedy = format!(
            "Use at most {LONGEST} lower-case letters, digits, - and _, for example nexus-providers."
        );
        Err(invalid(PREFIX, message, remedy))
    }

    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    pub(super) fn of_key(&self, key: &SecretKey) -> String {
        [self.prefix.as_str(), key.owner(), key.field()].join(SEPARATOR)
    }

    /// What all names of an owner, or of anyone, begin with.
    pub(super) fn beginning(&self, owner: Option<&str>) -> String {
        match owner {
            Some(owner) => [self.prefix.as_str(), owner, ""].join(SEPARATOR),
            None => [self.prefix.as_str(), ""].join(SEPARATOR),
        }
    }

    /// The key of a name, if it is one of ours.
    pub(super) fn key_of(&self, name: &str) -> Option<SecretKey> {
        let rest = name.strip_prefix(&self.prefix)?.strip_prefix(SEPARATOR)?;
        let (owner, field) = rest.split_once(SEPARATOR)?;
        SecretKey::new(owner, field).ok()
    }
}
