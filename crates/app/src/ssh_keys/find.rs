use std::sync::Arc;

use nexus_connect::KeyChoice;
use nexus_connect::agent::Given;
use nexus_model::{ErrorCode, Failure, SshKey};
use nexus_vault::{SecretOwner, Vault};

use super::opened;
use crate::App;

impl App {
    /// The SSH keys that are kept, in the order they were added.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn ssh_keys(&self) -> Result<Vec<SshKey>, Failure> {
        Ok(self.vault().await?.ssh_keys().list().await?)
    }

    /// The key of a name, compared without case, or of an id.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn ssh_key_named(&self, name: &str) -> Result<SshKey, Failure> {
        let wanted = name.to_lowercase();
        let is_meant =
            |key: &SshKey| key.name.to_lowercase() == wanted || key.id.to_string() == wanted;
        self.ssh_keys().await?.into_iter().find(is_meant).ok_or_else(|| {
            Failure::new(
                ErrorCode::NotFound,
                "find the SSH key",
                format!("There is no SSH key “{name}” in this vault."),
                "Look at `nexus keys` for its name, or add it.",
            )
        })
    }

    /// A kept key for a session, lent by an agent of its own that offers no other. To have chosen
    /// the key and asked for the session is the person's consent, which holds for this session.
    pub(crate) async fn lent_key(&self, vault: &Vault, name: &str) -> Result<KeyChoice, Failure> {
        let id = self.ssh_key_named(name).await?.id;
        let key = opened(&self.secrets_of(vault, SecretOwner::SshKey(id)).await?)?;
        Ok(KeyChoice::Kept { key, consent: Arc::new(Given) })
    }
}
