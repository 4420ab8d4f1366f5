use nexus_model::{AuditAction, Failure, ProviderId};

use nexus_vault::SecretOwner;

use crate::activity::audit_done;
use crate::{App, AppEvent};

impl App {
    /// Removes a provider and wipes what belonged to it: its credential, its machines, their
    /// documents. Its entries in the audit log stay.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn remove_provider(&self, id: ProviderId) -> Result<(), Failure> {
        let vault = self.vault().await?;
        let provider = self.provider(&vault, id).await?;
        self.refreshes.cancel(id).await;
        self.forget_secrets(&vault, SecretOwner::Provider(id)).await?;
        vault.providers().remove(id).await?;
        vault.marks().remove_of(id).await?;
        self.clouds.sessions().forget(id);
        self.summaries.forget(id);
        let detail = "Removed with its credential and machines.";
        audit_done(&vault, AuditAction::ProviderRemove, Some(&provider.name), detail).await?;
        self.emit(AppEvent::ProviderRemoved { provider: id });
        self.emit_providers(&vault).await
    }
}
