use nexus_model::{AuditAction, Failure, Fields, Health, Provider, ProviderId};
use nexus_vault::{SecretOwner, Vault};
use serde::Deserialize;

use super::ProviderCard;
use super::add::without_blanks;
use super::validate::{check_credential, check_endpoint, check_name};
use crate::App;
use crate::activity::audit_done;
use crate::secret_backend::About;

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
    /// Changes a provider. Its secrets, machines and history stay. Its health is unknown from then
    /// on if it is asked elsewhere or as someone else.
    ///
    /// # Errors
    /// `invalid_input` naming the field, `name_taken`, `not_found`, `locked`.
    pub async fn edit_provider(
        &self,
        id: ProviderId,
        edit: ProviderEdit,
    ) -> Result<ProviderCard, Failure> {
        let vault = self.vault().await?;
        let provider = self.provider(&vault, id).await?;
        if provider.connection.is_some() {
            // All else came of its connection, and is changed by reconnecting.
            let name = check_name(&edit.name)?;
            return self.changed(&vault, id, |provider| provider.name = name).await;
        }
        let descriptor = self.cloud(&provider.cloud)?.descriptor();
        let secrets = self.secrets_of(&vault, SecretOwner::Provider(id)).await?;
        check_credential(&descriptor, &provider.auth, &edit.fields, &secrets)?;
        let name = check_name(&edit.name)?;
        let endpoint = check_endpoint(&descriptor.endpoint, edit.endpoint.as_deref())?;
        let fields = without_blanks(&edit.fields);
        let sessions = self.clouds.sessions();
        let change = |provider: &mut Provider| {
            if provider.endpoint != endpoint || provider.fields != fields {
                // What the last check said was said of another account or another place.
                provider.health = Health::default();
                sessions.forget(id);
            }
            (provider.name, provider.endpoint, provider.fields) = (name, endpoint, fields);
        };
        self.changed(&vault, id, change).await
    }

    async fn changed(
        &self,
        vault: &Vault,
        id: ProviderId,
        change: impl FnOnce(&mut Provider),
    ) -> Result<ProviderCard, Failure> {
        let provider = self.change_provider(vault, id, change).await?;
        self.tell_others(vault, About::provider(&provider)).await;
        audit_done(vault, AuditAction::ProviderChange, Some(&provider.name), "Changed.").await?;
        self.emit_providers(vault).await?;
        self.card(vault, provider).await
    }
}
