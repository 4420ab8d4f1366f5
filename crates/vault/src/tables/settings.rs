use nexus_model::Settings;

use super::flags::SETTINGS;
use super::json::{decode, encode};
use crate::store::Table;
use crate::store::read::Reading;
use crate::store::write::Writing;
use crate::{Vault, VaultError};

/// What a person has set.
pub struct SettingsTable<'a>(pub(crate) &'a Vault);

impl SettingsTable<'_> {
    /// The settings, or their defaults if nobody set any.
    pub async fn get(&self) -> Result<Settings, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        match reading.get(Table::Settings, &SETTINGS).await? {
            Some(plain) => decode(Table::Settings, &SETTINGS, &plain),
            None => Ok(Settings::default()),
        }
    }

    /// Replaces the settings.
    pub async fn set(&self, settings: &Settings) -> Result<(), VaultError> {
        let plain = encode(settings)?;
        let mut writing = Writing::begin(self.0.core()).await?;
        writing.put(Table::Settings, SETTINGS, None, &plain).await?;
        writing.commit().await
    }
}
