use nexus_model::{Failure, SshKey};

use super::known::check_name;
use crate::App;
use crate::secret_backend::About;

impl App {
    /// Gives the key of a name, or of an id, another name.
    ///
    /// # Errors
    /// `invalid_input` naming the field `name`, `name_taken`, `not_found`, `locked`.
    pub async fn rename_ssh_key(&self, name: &str, to: &str) -> Result<SshKey, Failure> {
        let key = self.ssh_key_named(name).await?;
        let vault = self.vault().await?;
        let key = vault.ssh_keys().rename(key.id, &check_name(to)?).await?;
        self.tell_others(&vault, About::ssh_key(&key)).await;
        Ok(key)
    }
}
