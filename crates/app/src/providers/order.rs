use std::collections::HashMap;

use nexus_model::{Failure, ProviderId};

use crate::App;

impl App {
    /// Keeps a provider at the top of every list, or no longer.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn pin_provider(&self, id: ProviderId, pinned: bool) -> Result<(), Failure> {
        let vault = self.vault().await?;
        let mut provider = self.provider(&vault, id).await?;
        if provider.pinned != pinned {
            provider.pinned = pinned;
            vault.providers().update(&provider).await?;
        }
        self.emit_providers(&vault).await
    }

    /// Puts providers in this order. Those not named keep their places after them.
    ///
    /// # Errors
    /// `locked`, or when the vault cannot be written.
    pub async fn reorder_providers(&self, ids: &[ProviderId]) -> Result<(), Failure> {
        let vault = self.vault().await?;
        let wanted: HashMap<_, _> = ids.iter().zip(0_usize..).collect();
        let mut providers = vault.providers().list().await?;
        providers.sort_by_key(|provider| {
            (wanted.get(&provider.id).copied().unwrap_or(usize::MAX), provider.position)
        });
        for (position, mut provider) in (0_i32..).zip(providers) {
            if provider.position != position {
                provider.position = position;
                vault.providers().update(&provider).await?;
            }
        }
        self.emit_providers(&vault).await
    }
}
