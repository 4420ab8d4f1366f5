use nexus_model::{Failure, Provider, ProviderId};
use nexus_vault::Vault;

use crate::{App, failures};

impl App {
    /// A provider by its name, compared without case.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn provider_named(&self, name: &str) -> Result<Provider, Failure> {
        let wanted = name.trim().to_lowercase();
        let providers = self.vault().await?.providers().list().await?;
        providers
            .into_iter()
            .find(|provider| provider.name.to_lowercase() == wanted)
            .ok_or_else(|| failures::no_provider(name))
    }

    /// Changes a provider as it is now: it may have been changed since it was last looked at.
    pub(crate) async fn change_provider(
        &self,
        vault: &Vault,
        id: ProviderId,
        change: impl FnOnce(&mut Provider),
    ) -> Result<Provider, Failure> {
        let _alone = self.editing.lock().await;
        let mut provider = self.provider(vault, id).await?;
        let before = provider.clone();
        change(&mut provider);
        if provider != before {
            vault.providers().update(&provider).await?;
        }
        Ok(provider)
    }

    pub(crate) async fn provider(
        &self,
        vault: &Vault,
        id: ProviderId,
    ) -> Result<Provider, Failure> {
        Ok(vault.providers().get(id).await?)
    }
}
