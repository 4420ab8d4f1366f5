use nexus_connect::PrivateKey;
use nexus_model::{Failure, Secret, SecretFields, SshKey, SshKeyId, Timestamp};

use crate::failures;

/// Names of the fields of a key's secret.
pub(super) const KEY: &str = "key";
pub(super) const PASSPHRASE: &str = "passphrase";

/// Longest name, in characters.
const MAX_NAME_CHARS: usize = 64;

/// The key that its secret fields hold.
///
/// # Errors
/// `invalid_input` naming the field `key` or `passphrase`.
pub(crate) fn opened(fields: &SecretFields) -> Result<PrivateKey, Failure> {
    let nothing = Secret::new("");
    PrivateKey::parse(fields.get(KEY).unwrap_or(&nothing), fields.get(PASSPHRASE))
}

/// What may be shown of a key that is kept from now on.
///
/// # Errors
/// `invalid_input` naming the field `name`.
pub(crate) fn described(id: SshKeyId, name: &str, key: &PrivateKey) -> Result<SshKey, Failure> {
    Ok(SshKey {
        id,
        name: check_name(name)?,
        kind: key.kind(),
        comment: key.comment(),
        fingerprint: key.fingerprint(),
        public_key: key.public_line(),
        added_at: Timestamp::now(),
    })
}

pub(super) fn check_name(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    let is_name = !name.is_empty()
        && name.chars().count() <= MAX_NAME_CHARS
        && !name.chars().any(char::is_control);
    match is_name {
        true => Ok(name.to_owned()),
        false => Err(failures::invalid(
            "keep the SSH key",
            "name",
            format!("A key's name has 1 to {MAX_NAME_CHARS} characters on one line."),
            "Give it another name.",
        )),
    }
}
