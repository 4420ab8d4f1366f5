use nexus_model::{Failure, Provider, ProviderId, StateCounts, Timestamp};
use nexus_vault::Vault;
use serde::Serialize;

use crate::{App, AppEvent, Progress};

/// How current a provider's resources are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
pub struct Freshness {
    /// The moment all its regions had answered completely by: the oldest of them. `None` before
    /// the first listing, or while a region has never answered.
    pub listed_at: Option<Timestamp>,
    /// Whether every region answered completely at its latest listing.
    pub complete: bool,
    /// Why each region that did not, did not.
    pub failures: Vec<Failure>,
}

/// One provider with what its card shows.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct ProviderCard {
    /// The provider.
    pub provider: Provider,
    /// Its machines by state.
    pub counts: StateCounts,
    /// How many buckets it has.
    pub buckets: u32,
    /// How current they are.
    pub freshness: Freshness,
    /// How far the listing under way is, if one is.
    pub refreshing: Option<Progress>,
}

impl App {
    /// Every provider: pinned ones first, then in the person's order, newest first by default.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn providers(&self) -> Result<Vec<ProviderCard>, Failure> {
        let vault = self.vault().await?;
        self.cards(&vault).await
    }

    pub(super) async fn card(
        &self,
        vault: &Vault,
        provider: Provider,
    ) -> Result<ProviderCard, Failure> {
        let summary = self.summary(vault, provider.id).await?;
        let refreshing = self.refreshes.progress(provider.id);
        Ok(ProviderCard {
            provider,
            counts: summary.counts,
            buckets: summary.buckets,
            freshness: summary.freshness,
            refreshing,
        })
    }

    /// A provider's card, as it is now.
    pub(crate) async fn card_of(
        &self,
        vault: &Vault,
        id: ProviderId,
    ) -> Result<ProviderCard, Failure> {
        let provider = self.provider(vault, id).await?;
        self.card(vault, provider).await
    }

    pub(crate) async fn emit_providers(&self, vault: &Vault) -> Result<(), Failure> {
        let providers = self.cards(vault).await?;
        self.emit(AppEvent::ProvidersChanged { providers });
        Ok(())
    }

    async fn cards(&self, vault: &Vault) -> Result<Vec<ProviderCard>, Failure> {
        let mut providers = vault.providers().list().await?;
        providers.sort_by_key(|provider| (!provider.pinned, provider.position));
        let mut cards = Vec::with_capacity(providers.len());
        for provider in providers {
            cards.push(self.card(vault, provider).await?);
        }
        Ok(cards)
    }
}
