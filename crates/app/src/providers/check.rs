use nexus_model::{
    Account, AuditAction, Failure, Health, HealthStatus, Identity, Provider, ProviderId, Timestamp,
};
use nexus_vault::Vault;

use super::ProviderCard;
use super::account::account;
use crate::App;
use crate::activity::audit_call;

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
        audit_call(vault, AuditAction::ProviderCheck, &provider.name, &result, done).await?;
        *provider = self.keep_health(vault, provider.id, result.map(Some)).await?;
        Ok(())
    }

    /// Keeps what a check or a listing said of the credential.
    pub(crate) async fn keep_health(
        &self,
        vault: &Vault,
        id: ProviderId,
        result: Result<Option<Identity>, Failure>,
    ) -> Result<Provider, Failure> {
        let (status, identity, failure) = match result {
            Ok(identity) => (HealthStatus::Healthy, identity, None),
            Err(failure) if failure.code.needs_reconnect() => {
                (HealthStatus::Reconnect, None, Some(failure))
            }
            Err(failure) => (HealthStatus::Failing, None, Some(failure)),
        };
        self.change_provider(vault, id, |provider| {
            provider.health = Health { status, checked_at: Some(Timestamp::now()), failure };
            if identity.is_some() {
                provider.identity = identity;
            }
        })
        .await
    }
}
