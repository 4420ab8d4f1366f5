use nexus_clouds::AuthKind;
use nexus_model::{
    Account, AuditAction, CloudId, Failure, Fields, Health, Provider, ProviderId, SecretFields,
    Timestamp,
};
use nexus_vault::Vault;
use serde::Deserialize;
use uuid::Uuid;

use super::ProviderCard;
use super::validate::{check_credential, check_endpoint, check_name};
use crate::App;
use crate::activity::audit_done;
use crate::failures::invalid;
use crate::secret_backend::About;

/// A provider as typed, before anything is kept or sent.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub struct NewProvider {
    /// Which cloud.
    pub cloud: CloudId,
    /// Which of its auth kinds.
    pub auth: String,
    /// Name for people.
    pub name: String,
    /// Custom endpoint as typed; blank for the cloud's own.
    pub endpoint: Option<String>,
    /// Fields of the credential that may be shown.
    pub fields: Fields,
    /// Fields that may not.
    pub secrets: SecretFields,
}

impl App {
    /// Keeps a new provider, first in the list. Its credential is checked with its cloud at once:
    /// a refused one is kept too, with its health saying why, so that nothing typed is lost.
    ///
    /// # Errors
    /// `invalid_input` naming the field, `name_taken`, `locked`.
    pub async fn add_provider(&self, new: NewProvider) -> Result<ProviderCard, Failure> {
        let vault = self.vault().await?;
        let (mut provider, account) = self.keep_new(&vault, &new).await?;
        self.check_with(&vault, &mut provider, &account).await?;
        self.emit_providers(&vault).await?;
        self.card(&vault, provider).await
    }

    /// Keeps what was typed, without asking its cloud.
    pub(super) async fn keep_new(
        &self,
        vault: &Vault,
        new: &NewProvider,
    ) -> Result<(Provider, Account), Failure> {
        check_name(&new.name)?;
        let account = self.new_account(new)?;
        let provider = new_provider(&account, &new.name)?;
        Ok((self.keep_provider(vault, provider, &account.secrets).await?, account))
    }

    /// Keeps a provider with its secrets, first in the list.
    pub(crate) async fn keep_provider(
        &self,
        vault: &Vault,
        provider: Provider,
        secrets: &SecretFields,
    ) -> Result<Provider, Failure> {
        let placed = self.place_new(vault, About::provider(&provider), secrets).await?;
        let kept = self.insert_provider(vault, provider, &placed.fields).await;
        if kept.is_err() {
            self.withdraw(vault, &placed).await;
        }
        kept
    }

    /// Puts a provider first in the list, with what the vault holds of its secrets.
    pub(crate) async fn insert_provider(
        &self,
        vault: &Vault,
        mut provider: Provider,
        kept: &SecretFields,
    ) -> Result<Provider, Failure> {
        let alone = self.editing.lock().await;
        let first = vault.providers().list().await?.iter().map(|other| other.position).min();
        provider.position = first.map_or(0, |position| position.saturating_sub(1));
        vault.providers().insert(&provider, kept).await?;
        drop(alone);
        audit_done(vault, AuditAction::ProviderAdd, Some(&provider.name), "Added.").await?;
        Ok(provider)
    }

    /// Checks everything typed and builds the account it describes.
    pub(super) fn new_account(&self, new: &NewProvider) -> Result<Account, Failure> {
        let descriptor = self.cloud(&new.cloud)?.descriptor();
        if descriptor.auth_kind(&new.auth).is_some_and(|kind| kind.sign_in.is_some()) {
            return Err(signs_in(&descriptor.name));
        }
        let mut fields = without_blanks(&new.fields);
        for field in descriptor.auth_kind(&new.auth).into_iter().flat_map(AuthKind::generated) {
            fields.entry(field.to_owned()).or_insert_with(|| Uuid::new_v4().to_string());
        }
        check_credential(&descriptor, &new.auth, &fields, &new.secrets)?;
        Ok(Account {
            provider: ProviderId::random(),
            cloud: new.cloud.clone(),
            auth: new.auth.clone(),
            endpoint: check_endpoint(&descriptor.endpoint, new.endpoint.as_deref())?,
            fields,
            secrets: new
                .secrets
                .iter()
                .filter(|(_, secret)| !secret.is_empty())
                .map(|(field, secret)| (field.clone(), secret.clone()))
                .collect(),
        })
    }
}

/// The provider of an account, under a name.
pub(crate) fn new_provider(account: &Account, name: &str) -> Result<Provider, Failure> {
    let now = Timestamp::now();
    Ok(Provider {
        id: account.provider,
        cloud: account.cloud.clone(),
        name: check_name(name)?,
        auth: account.auth.clone(),
        endpoint: account.endpoint.clone(),
        fields: account.fields.clone(),
        connection: None,
        created_at: now,
        credential_set_at: now,
        pinned: false,
        position: 0,
        identity: None,
        health: Health::default(),
    })
}

/// An auth kind that signs in has no credential to type.
fn signs_in(cloud: &str) -> Failure {
    invalid(
        "add the provider",
        "auth",
        format!("{cloud} is signed in to in the browser this way; there is no credential to type."),
        "Sign in, or choose another way to authenticate.",
    )
}

/// Trims every field and drops those left empty: an optional field left blank was not given.
pub(crate) fn without_blanks(fields: &Fields) -> Fields {
    fields
        .iter()
        .map(|(field, text)| (field.clone(), text.trim().to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}
