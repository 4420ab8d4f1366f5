use nexus_model::{AuditAction, Failure, Settings};

use crate::activity::audit_done;
use crate::{App, AppEvent, failures};

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
    /// `invalid_input` naming the field, `locked`, or when the vault cannot be written.
    pub async fn set_settings(&self, settings: Settings) -> Result<(), Failure> {
        if settings.auto_lock_minutes == Some(0) {
            return Err(failures::invalid(
                "keep the settings",
                "auto_lock_minutes",
                "The vault would lock again at once.",
                "Choose at least one minute, or never.",
            ));
        }
        if settings.health_check_minutes == Some(0) {
            return Err(failures::invalid(
                "keep the settings",
                "health_check_minutes",
                "Credentials would be checked without a pause.",
                "Choose at least one minute, or never.",
            ));
        }
        let vault = self.vault().await?;
        let before = vault.settings().get().await?;
        vault.settings().set(&settings).await?;
        let same_but_views = Settings { views: settings.views.clone(), ..before } == settings;
        if !same_but_views {
            let detail = "Settings were changed.";
            audit_done(&vault, AuditAction::SettingsChange, None, detail).await?;
        }
        self.emit(AppEvent::SettingsChanged { settings });
        Ok(())
    }
}
