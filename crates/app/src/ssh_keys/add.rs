use nexus_model::{AuditAction, Failure, Secret, SecretFields, SshKey, SshKeyId};
use nexus_vault::Vault;
use serde::Deserialize;

use super::known::{KEY, PASSPHRASE};
use super::{described, opened};
use crate::activity::audit_done;
use crate::secret_backend::About;
use crate::{App, failures};

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
    /// Keeps a private SSH key where credentials are kept.
    ///
    /// # Errors
    /// `invalid_input` naming the field `name`, `key` or `passphrase`; `name_taken`; `locked`; why
    /// the secret backend does not take it.
    pub async fn add_ssh_key(&self, new: NewSshKey) -> Result<SshKey, Failure> {
        let NewSshKey { name, key, passphrase } = new;
        let mut fields = SecretFields::from([(KEY.to_owned(), key)]);
        let passphrase = passphrase.filter(|passphrase| !passphrase.is_empty());
        fields.extend(passphrase.map(|passphrase| (PASSPHRASE.to_owned(), passphrase)));
        // Opened now, so that one that cannot be used is not found out at the first session.
        let key = described(SshKeyId::random(), &name, &opened(&fields)?)?;
        let vault = self.vault().await?;
        check_new(&vault, &key).await?;
        let placed = self.place_new(&vault, About::ssh_key(&key), &fields).await?;
        let kept = insert(&vault, &key, &placed.fields).await;
        if kept.is_err() {
            self.withdraw(&vault, &placed).await;
        }
        kept?;
        Ok(key)
    }
}

/// Takes a key into the vault's list, with its secret fields or the note of where they are.
///
/// # Errors
/// `name_taken`, `locked`.
pub(crate) async fn insert(
    vault: &Vault,
    key: &SshKey,
    fields: &SecretFields,
) -> Result<(), Failure> {
    vault.ssh_keys().add(key, fields).await?;
    let detail = format!("The SSH key {} was added: {}.", key.name, key.fingerprint);
    audit_done(vault, AuditAction::SettingsChange, None, detail).await
}

/// Refuses a key that is kept already: two names of one key would only confuse.
pub(crate) async fn check_new(vault: &Vault, key: &SshKey) -> Result<(), Failure> {
    let kept = vault.ssh_keys().list().await?;
    match kept.iter().find(|one| one.fingerprint == key.fingerprint) {
        None => Ok(()),
        Some(one) => Err(failures::invalid(
            "keep the SSH key",
            KEY,
            format!("This key is kept already: it is called “{}”.", one.name),
            "Use that one, or rename it.",
        )),
    }
}
