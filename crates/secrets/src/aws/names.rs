//! Names in Secrets Manager: `<prefix>/<owner>/<field>`.

use nexus_model::Failure;

use super::descriptor::{DEFAULT_PREFIX, PREFIX};
use crate::backends::invalid;
use crate::common::field;
use crate::{BackendConfig, SecretKey};

/// Longest prefix: names have at most 512 characters, and a key takes up to 98 with its slashes
/// (<https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html>).
const LONGEST: usize = 400;

/// The prefix of all names.
pub(super) struct Names {
    prefix: String,
}

impl Names {
    /// # Errors
    /// `invalid_input` for a prefix that cannot begin a name.
    pub(super) fn of(config: &BackendConfig) -> Result<Self, Failure> {
        let prefix = field(config, PREFIX).unwrap_or(DEFAULT_PREFIX).trim_end_matches('/');
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+=.@-".contains(&byte);
        let good = !prefix.is_empty()
            && prefix.len() <= LONGEST
            && prefix.bytes().all(plain)
            && !prefix.split('/').any(str::is_empty);
        if good {
            return Ok(Self { prefix: prefix.to_owned() });
        }
        let message = format!("“{prefix}” cannot begin the names of secrets in AWS.");
        let remedy = "Use letters, digits and any of / _ + = . @ -, without an empty part, for example nexus/providers.";
        Err(invalid(PREFIX, message, remedy))
    }

    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    pub(super) fn of_key(&self, key: &SecretKey) -> String {
        format!("{}/{key}", self.prefix)
    }

    /// What all names of an owner, or of anyone, begin with.
    pub(super) fn beginning(&self, owner: Option<&str>) -> String {
        match owner {
            Some(owner) => format!("{}/{owner}/", self.prefix),
            None => format!("{}/", self.prefix),
        }
    }

    /// The key of a name, if it is one of ours.
    pub(super) fn key_of(&self, name: &str) -> Option<SecretKey> {
        let (owner, field) = name.strip_prefix(&self.prefix)?.strip_prefix('/')?.split_once('/')?;
        SecretKey::new(owner, field).ok()
    }
}
