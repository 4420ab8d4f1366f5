use nexus_clouds::ONE_TIME_CODE;
use nexus_model::{
    Account, AuditAction, Failure, Health, HealthStatus, Identity, Provider, ProviderId, Secret,
    Timestamp,
};
use nexus_vault::Vault;

use super::ProviderCard;
use crate::activity::audit_call;
use crate::{App, AppEvent};

impl App {
    /// Checks a provider's credential with its cloud and keeps the result. A failed check is a
    /// result, not an error: it is in the card's health. A one-time code is given to an account
    /// that wants a second factor; it is used for this check and not kept.
    ///
    /// # Errors
    /// `not_found`, `locked`, or when the vault cannot be written.
    pub async fn check_provider(
        &self,
        id: ProviderId,
        code: Option<Secret>,
    ) -> Result<ProviderCard, Failure> {
        let vault = self.vault().await?;
        let mut provider = self.provider(&vault, id).await?;
        self.check_now(&vault, &mut provider, code).await?;
        self.emit_providers(&vault).await?;
        self.card(&vault, provider).await
    }

    /// Checks a provider and keeps the result.
    pub(crate) async fn check_now(
        &self,
        vault: &Vault,
        provider: &mut Provider,
        code: Option<Secret>,
    ) -> Result<(), Failure> {
        let result = self.ask_provider(vault, provider, code).await;
        audit_check(vault, provider, &result).await?;
        *provider = self.keep_health(vault, provider.id, result.map(Some)).await?;
        Ok(())
    }

    /// Asks the cloud who a provider is.
    pub(super) async fn ask_provider(
        &self,
        vault: &Vault,
        provider: &Provider,
        code: Option<Secret>,
    ) -> Result<Identity, Failure> {
        self.with_account(vault, provider, |mut account| {
            let code = code.clone().map(|code| (ONE_TIME_CODE.to_owned(), code));
            account.secrets.extend(code);
            async move { self.ask(&account).await }
        })
        .await
    }

    /// Asks the cloud who an account is. A session that this opened does not outlive the lock of a
    /// vault that was locked meanwhile.
    pub(super) async fn ask(&self, account: &Account) -> Result<Identity, Failure> {
        let result = self.cloud(&account.cloud)?.check(account).await;
        if self.vault().await.is_err() {
            self.clouds.sessions().forget(account.provider);
        }
        result
    }

    pub(super) async fn check_with(
        &self,
        vault: &Vault,
        provider: &mut Provider,
        account: &Account,
    ) -> Result<(), Failure> {
        let result = self.ask(account).await;
        audit_check(vault, provider, &result).await?;
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
        let mut turned = false;
        let provider = self
            .change_provider(vault, id, |provider| {
                turned = status == HealthStatus::Reconnect && provider.health.status != status;
                provider.health = Health { status, checked_at: Some(Timestamp::now()), failure };
                if identity.is_some() {
                    provider.identity = identity;
                }
            })
            .await?;
        if turned && let Some(failure) = provider.health.failure.clone() {
            self.emit(AppEvent::ReconnectNeeded {
                provider: id,
                name: provider.name.clone(),
                failure,
            });
        }
        Ok(provider)
    }
}

/// Writes down what became of a check.
pub(super) async fn audit_check(
    vault: &Vault,
    provider: &Provider,
    result: &Result<Identity, Failure>,
) -> Result<(), Failure> {
    let done = match result {
        Ok(identity) => format!("The cloud knows it as {}.", identity.principal),
        Err(_) => String::new(),
    };
    audit_call(vault, AuditAction::ProviderCheck, &provider.name, result, done).await
}
