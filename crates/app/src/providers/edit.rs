use nexus_model::{AuditAction, Failure, Fields, ProviderId};
use serde::Deserialize;

use super::ProviderCard;
use super::add::without_blanks;
use super::validate::{check_credential, check_endpoint, check_name};
use crate::App;
use crate::activity::audit;

/// What can be changed of a provider without touching its secrets.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub struct ProviderEdit {
    /// Name for people.
    pub name: String,
    /// Custom endpoint as typed; blank for the cloud's own.
    pub endpoint: Option<String>,
    /// Fields of the credential that may be shown.
    pub fields: Fields,
}

impl App {
    /// Changes a provider. Its secrets, machines and history stay.
    ///
    /// # Errors
    /// `invalid_input` naming the field, `name_taken`, `not_found`, `locked`.
    pub async fn edit_provider(
        &self,
        id: ProviderId,
        edit: ProviderEdit,
    ) -> Result<ProviderCard, Failure> {
        let vault = self.vault().await?;
        let mut provider = self.provider(&vault, id).await?;
        let descriptor = self.cloud(&provider.cloud)?.descriptor();
        let secrets = vault.providers().secrets(id).await?;
        check_credential(&descriptor, &provider.auth, &edit.fields, &secrets)?;
        provider.name = check_name(&edit.name)?;
        provider.endpoint = check_endpoint(edit.endpoint.as_deref())?;
        provider.fields = without_blanks(&edit.fields);
        vault.providers().update(&provider).await?;
        let changed = Ok::<(), Failure>(());
        audit(&vault, AuditAction::ProviderChange, &provider.name, &changed, "Changed.").await?;
        self.emit_providers(&vault).await?;
        self.card(&vault, provider).await
    }
}
