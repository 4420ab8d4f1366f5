use nexus_connect::PrivateKey;
use nexus_model::{AuditAction, Failure, Secret, SecretFields, SshKey, SshKeyId, Timestamp};
use serde::Deserialize;

use super::find::{KEY, PASSPHRASE};
use crate::activity::audit_done;
use crate::{App, failures};

/// Longest name, in characters.
const MAX_NAME_CHARS: usize = 64;

/// A key to keep.
#[derive(Debug, Deserialize, specta::Type)]
pub struct NewSshKey {
    /// What it will be called.
    pub name: String,
    /// The private key: OpenSSH's format, or an RSA key in PEM.
    pub key: Secret,
    /// What opens it, where it has a passphrase.
    pub passphrase: Option<Secret>,
}

impl App {
    /// Keeps a private SSH key in the vault.
    ///
    /// # Errors
    /// `invalid_input` naming the field `name`, `key` or `passphrase`; `name_taken`; `locked`.
    pub async fn add_ssh_key(&self, new: NewSshKey) -> Result<SshKey, Failure> {
        let name = new.name.trim();
        let is_name = !name.is_empty()
            && name.chars().count() <= MAX_NAME_CHARS
            && !name.chars().any(char::is_control);
        if !is_name {
            return Err(failures::invalid(
                "keep the SSH key",
                "name",
                format!("A key's name has 1 to {MAX_NAME_CHARS} characters on one line."),
                "Give it another name.",
            ));
        }
        let passphrase = new.passphrase.filter(|passphrase| !passphrase.is_empty());
        // Opened now, so that one that cannot be used is not found out at the first session.
        let private = PrivateKey::parse(&new.key, passphrase.as_ref())?;
        let key = SshKey {
            id: SshKeyId::random(),
            name: name.to_owned(),
            fingerprint: private.fingerprint(),
            public_key: private.public_line(),
            added_at: Timestamp::now(),
        };
        let mut fields = SecretFields::from([(KEY.to_owned(), new.key)]);
        fields.extend(passphrase.map(|passphrase| (PASSPHRASE.to_owned(), passphrase)));
        let vault = self.vault().await?;
        vault.ssh_keys().add(&key, &fields).await?;
        let detail = format!("The SSH key {} was added: {}.", key.name, key.fingerprint);
        audit_done(&vault, AuditAction::SettingsChange, None, detail).await?;
        Ok(key)
    }
}
