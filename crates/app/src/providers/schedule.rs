//! Credentials are checked again from time to time, so that one that has stopped working is told
//! before it is needed.

use std::time::Duration;

use nexus_model::{Failure, ProviderId};
use tokio::sync::broadcast::error::RecvError;

use crate::{App, AppEvent};

/// Part of the pause by which one pause differs from another, so that many apps of one company do
/// not ask at the same moment.
const JITTER: f64 = 0.2;

/// A pause that is as good as none.
const NEVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

impl App {
    /// Checks every provider as often as the settings say, never while the vault is locked. Ends
    /// only when it is dropped. `minute` is how long a minute is; tests have shorter ones.
    pub async fn keep_checking(&self, minute: Duration) {
        let mut events = self.events();
        loop {
            let pause = match self.settings().await {
                Ok(settings) => settings.health_check_minutes.map(|every| minute * every),
                // Locked: an unlocking ends the pause.
                Err(_) => None,
            };
            let pause = pause.map_or(NEVER, |pause| pause.mul_f64(spread(random())));
            if tokio::time::timeout(pause, rhythm_changes(&mut events)).await.is_err() {
                self.check_all().await;
            }
        }
    }

    /// Checks every provider at once. What fails is in the providers' health.
    async fn check_all(&self) {
        let Ok(vault) = self.vault().await else { return };
        let Ok(providers) = vault.providers().list().await else { return };
        let checks = providers.into_iter().map(|provider| self.check_again(provider.id));
        for result in futures::future::join_all(checks).await {
            if let Err(failure) = result {
                tracing::warn!(code = %failure.code, "a scheduled check could not be kept");
            }
        }
        // Locked meanwhile: there is nobody to tell.
        let _ = self.emit_providers(&vault).await;
    }

    /// The audit log is told only what changes, or it would be full of checks.
    async fn check_again(&self, id: ProviderId) -> Result<(), Failure> {
        let vault = self.vault().await?;
        let mut provider = self.provider(&vault, id).await?;
        let result = self.ask_provider(&vault, &provider, None).await;
        // A vault that was locked while the cloud was asked is not opened again for the answer.
        self.vault().await?;
        let before = provider.health.status;
        provider = self.keep_health(&vault, id, result.clone().map(Some)).await?;
        if provider.health.status != before {
            super::check::audit_check(&vault, &provider, &result).await?;
        }
        Ok(())
    }
}

/// Returns when the settings, or whether the vault is open, may have changed.
async fn rhythm_changes(events: &mut tokio::sync::broadcast::Receiver<AppEvent>) {
    loop {
        match events.recv().await {
            Ok(AppEvent::SettingsChanged { .. } | AppEvent::VaultChanged { .. })
            | Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            // Cannot be: the app that is asked holds the sender.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// From 0 to 1, each as likely.
fn random() -> f64 {
    // Without a source of randomness every pause is the same, which is no harm.
    f64::from(getrandom::u32().unwrap_or(u32::MAX / 2)) / f64::from(u32::MAX)
}

/// What a pause is multiplied with.
fn spread(random: f64) -> f64 {
    1.0 - JITTER + 2.0 * JITTER * random
}

#[cfg(test)]
mod tests {
    use super::{random, spread};

    #[test]
    fn pauses_differ_by_a_fifth_at_most() {
        assert!((spread(0.0) - 0.8).abs() < 1e-9 && (spread(1.0) - 1.2).abs() < 1e-9);
        let some: Vec<_> = (0..100).map(|_| spread(random())).collect();
        assert!(some.iter().all(|factor| (0.8..=1.2).contains(factor)));
        assert!(some.iter().any(|factor| (factor - some[0]).abs() > 1e-3), "they differ");
    }
}
