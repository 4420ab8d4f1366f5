use nexus_connect::names::User;
use nexus_connect::route::{Preference, Preferences};
use nexus_model::{AuditAction, Failure};

use crate::activity::audit_done;
use crate::{App, failures};

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
    /// `invalid_input` naming the field for a user or a key file that OpenSSH could not be given,
    /// `locked`, or when the vault cannot be written.
    pub async fn set_connect_preferences(&self, preferences: &Preferences) -> Result<(), Failure> {
        for rule in &preferences.0 {
            check(&rule.prefer)?;
        }
        let vault = self.vault().await?;
        vault.values().set(PREFERENCES, preferences).await?;
        let detail = "How machines are connected to was changed.";
        audit_done(&vault, AuditAction::SettingsChange, None, detail).await
    }
}

fn check(prefer: &Preference) -> Result<(), Failure> {
    if let Some(user) = &prefer.user {
        user.parse::<User>()?;
    }
    if prefer.identity.as_ref().is_some_and(|file| !file.is_absolute()) {
        return Err(failures::invalid(
            "keep how to connect",
            "identity",
            "The key's file is not named by its whole path.",
            "Give the path from the root on, such as /home/ada/.ssh/id_ed25519.",
        ));
    }
    Ok(())
}
