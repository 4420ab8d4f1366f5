use nexus_model::{AuditAction, Failure, ProfileId};

use nexus_vault::SecretOwner;

use crate::App;
use crate::activity::audit_done;

impl App {
    /// Removes a profile and ends the connections made by it: their tokens are revoked where the
    /// server offers that and answers, and wiped in any case. Returns how many there were.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn remove_profile(&self, id: ProfileId) -> Result<u32, Failure> {
        let vault = self.vault().await?;
        let card = self.profile_card(&vault, id).await?;
        for connection in &card.connections {
            self.disconnect(connection.connection.id, true).await?;
        }
        self.forget_secrets(&vault, SecretOwner::Profile(id)).await?;
        vault.profiles().remove(id, &[]).await?;
        let ended = u32::try_from(card.connections.len()).unwrap_or(u32::MAX);
        let detail = format!("Removed, with {ended} connections.");
        audit_done(&vault, AuditAction::ProfileRemove, Some(&card.profile.name), detail).await?;
        self.emit_profiles(&vault).await?;
        Ok(ended)
    }
}
