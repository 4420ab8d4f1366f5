use nexus_model::{AuditAction, AuditEvent, AuditOutcome, Failure, Settings};

use crate::{App, AppEvent};

impl App {
    /// What the person has set.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn settings(&self) -> Result<Settings, Failure> {
        Ok(self.vault().await?.settings().get().await?)
    }

    /// Keeps new settings. What the page remembers of its views is not worth an audit entry.
    ///
    /// # Errors
    /// `locked`, or when the vault cannot be written.
    pub async fn set_settings(&self, settings: Settings) -> Result<(), Failure> {
        let vault = self.vault().await?;
        let before = vault.settings().get().await?;
        vault.settings().set(&settings).await?;
        let same_but_views = Settings { views: settings.views.clone(), ..before } == settings;
        if !same_but_views {
            vault
                .audit()
                .append(AuditEvent {
                    action: AuditAction::SettingsChange,
                    outcome: AuditOutcome::Done,
                    provider: None,
                    detail: "Settings were changed.".to_owned(),
                })
                .await?;
        }
        self.emit(AppEvent::SettingsChanged { settings });
        Ok(())
    }
}
