use nexus_model::{
    Account, AuditAction, Failure, Health, HealthStatus, Identity, Provider, ProviderId, Timestamp,
};
use nexus_vault::Vault;

use super::ProviderCard;
use super::account::account;
use crate::App;
use crate::activity::audit;

impl App {
    /// Checks a provider's credential with its cloud and keeps the result. A failed check is a
    /// result, not an error: it is in the card's health.
    ///
    /// # Errors
    /// `not_found`, `locked`, or when the vault cannot be written.
    pub async fn check_provider(&self, id: ProviderId) -> Result<ProviderCard, Failure> {
        let vault = self.vault().await?;
        let mut provider = self.provider(&vault, id).await?;
        let account = account(&vault, &provider).await?;
        self.check_with(&vault, &mut provider, &account).await?;
        self.emit_providers(&vault).await?;
        self.card(&vault, provider).await
    }

    pub(super) async fn check_with(
        &self,
        vault: &Vault,
        provider: &mut Provider,
        account: &Account,
    ) -> Result<(), Failure> {
        let result = self.cloud(&provider.cloud)?.check(account).await;
        let done = match &result {
            Ok(identity) => format!("The cloud knows it as {}.", identity.principal),
            Err(_) => String::new(),
        };
        audit(vault, AuditAction::ProviderCheck, &provider.name, &result, done).await?;
        self.keep_health(vault, provider.id, result.map(Some)).await?;
        *provider = self.provider(vault, provider.id).await?;
        Ok(())
    }

    /// Keeps what a check or a listing said of the credential. Reads the provider afresh: it may
    /// have been edited while the cloud was asked.
    pub(crate) async fn keep_health(
        &self,
        vault: &Vault,
        id: ProviderId,
        result: Result<Option<Identity>, Failure>,
    ) -> Result<(), Failure> {
        let mut provider = self.provider(vault, id).await?;
        let (status, failure) = match result {
            Ok(identity) => {
                provider.identity = identity.or(provider.identity);
                (HealthStatus::Healthy, None)
            }
            Err(failure) if failure.code.needs_reconnect() => {
                (HealthStatus::Reconnect, Some(failure))
            }
            Err(failure) => (HealthStatus::Failing, Some(failure)),
        };
        provider.health = Health { status, checked_at: Some(Timestamp::now()), failure };
        Ok(vault.providers().update(&provider).await?)
    }
}
