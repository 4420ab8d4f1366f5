use nexus_connect::route::Preferences;
use nexus_model::{AuditAction, Failure};

use crate::App;
use crate::activity::audit_done;

/// Name of the value in the vault.
const PREFERENCES: &str = "connect";

impl App {
    /// How the person wants to connect to which machines.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn connect_preferences(&self) -> Result<Preferences, Failure> {
        Ok(self.vault().await?.values().get(PREFERENCES).await?.unwrap_or_default())
    }

    /// Replaces them.
    ///
    /// # Errors
    /// `locked`, or when the vault cannot be written.
    pub async fn set_connect_preferences(&self, preferences: &Preferences) -> Result<(), Failure> {
        let vault = self.vault().await?;
        vault.values().set(PREFERENCES, preferences).await?;
        let detail = "How machines are connected to was changed.";
        audit_done(&vault, AuditAction::SettingsChange, None, detail).await
    }
}
