use std::collections::HashMap;

use nexus_model::{AuditAction, Failure, ProviderId};

use crate::App;
use crate::activity::audit_done;

impl App {
    /// Keeps a provider at the top of every list, or no longer.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn pin_provider(&self, id: ProviderId, pinned: bool) -> Result<(), Failure> {
        let vault = self.vault().await?;
        let before = self.provider(&vault, id).await?.pinned;
        let provider =
            self.change_provider(&vault, id, |provider| provider.pinned = pinned).await?;
        if pinned != before {
            let detail = if pinned { "Pinned to the top." } else { "No longer pinned." };
            audit_done(&vault, AuditAction::ProviderChange, Some(&provider.name), detail).await?;
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
        let alone = self.editing.lock().await;
        let mut providers = vault.providers().list().await?;
        providers.sort_by_key(|provider| {
            (wanted.get(&provider.id).copied().unwrap_or(usize::MAX), provider.position)
        });
        let mut changed = false;
        for (position, mut provider) in (0_i32..).zip(providers) {
            if provider.position != position {
                provider.position = position;
                vault.providers().update(&provider).await?;
                changed = true;
            }
        }
        drop(alone);
        if changed {
            let detail = "Put in another order.";
            audit_done(&vault, AuditAction::ProviderChange, None, detail).await?;
        }
        self.emit_providers(&vault).await
    }
}
