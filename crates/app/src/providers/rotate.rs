use nexus_clouds::AuthKind;
use nexus_model::{
    Account, AuditAction, Failure, Fields, Provider, ProviderId, SecretFields, Timestamp,
};
use serde::Deserialize;

use super::ProviderCard;
use super::add::NewProvider;
use crate::App;
use crate::activity::audit_done;
use crate::secret_backend::About;

/// A new credential for a provider there is already.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub struct Credential {
    /// Fields that may be shown.
    pub fields: Fields,
    /// Fields that may not.
    pub secrets: SecretFields,
}

impl App {
    /// Replaces a provider's credential and checks the new one. The provider keeps its id, its
    /// machines and its history; the old credential is wiped.
    ///
    /// # Errors
    /// `invalid_input` naming the field, `not_found`, `locked`.
    pub async fn rotate_credential(
        &self,
        id: ProviderId,
        credential: Credential,
    ) -> Result<ProviderCard, Failure> {
        let vault = self.vault().await?;
        let alone = self.editing.lock().await;
        let mut provider = self.provider(&vault, id).await?;
        let account = self.rotated_account(&provider, credential)?;
        provider.fields = account.fields.clone();
        provider.credential_set_at = Timestamp::now();
        let about = About::provider(&provider);
        let placed = self.place_again(&vault, about, &account.secrets).await?;
        vault.providers().rotate(&provider, &placed.fields).await?;
        drop(placed);
        self.clouds.sessions().forget(id);
        drop(alone);
        audit_done(&vault, AuditAction::CredentialRotate, Some(&provider.name), "Replaced.")
            .await?;
        self.check_with(&vault, &mut provider, &account).await?;
        self.emit_providers(&vault).await?;
        self.card(&vault, provider).await
    }

    pub(super) fn rotated_account(
        &self,
        provider: &Provider,
        mut credential: Credential,
    ) -> Result<Account, Failure> {
        let descriptor = self.cloud(&provider.cloud)?.descriptor();
        let kind = descriptor.auth_kind(&provider.auth);
        for field in kind.into_iter().flat_map(AuthKind::generated) {
            // What was made up once is known at the cloud by now.
            if let Some(known) = provider.fields.get(field) {
                credential.fields.entry(field.to_owned()).or_insert_with(|| known.clone());
            }
        }
        let new = NewProvider {
            cloud: provider.cloud.clone(),
            auth: provider.auth.clone(),
            name: provider.name.clone(),
            endpoint: provider.endpoint.as_ref().map(ToString::to_string),
            fields: credential.fields,
            secrets: credential.secrets,
        };
        Ok(Account { provider: provider.id, ..self.new_account(&new)? })
    }
}
