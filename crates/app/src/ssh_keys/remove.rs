use nexus_model::{AuditAction, Failure, SshKey};
use nexus_vault::SecretOwner;

use crate::App;
use crate::activity::audit_done;

impl App {
    /// Removes the key of a name, or of an id, and wipes it. Machines that prefer it are connected
    /// to no more until another is chosen for them. One that others keep in the secret backend
    /// stays there for them.
    ///
    /// # Errors
    /// `not_found`, `locked`, why the secret backend does not answer.
    pub async fn remove_ssh_key(&self, name: &str) -> Result<SshKey, Failure> {
        let key = self.ssh_key_named(name).await?;
        let vault = self.vault().await?;
        self.forget_secrets(&vault, SecretOwner::SshKey(key.id)).await?;
        vault.ssh_keys().remove(key.id).await?;
        let detail = format!("The SSH key {} was removed: {}.", key.name, key.fingerprint);
        audit_done(&vault, AuditAction::SettingsChange, None, detail).await?;
        Ok(key)
    }
}
