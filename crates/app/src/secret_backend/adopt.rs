use nexus_model::{
    Account, CloudId, Failure, Provider, ProviderId, SecretFields, SshKey, SshKeyId,
};
use nexus_vault::Vault;
use serde::Serialize;

use super::OwnerKind;
use super::failures::gone;
use super::note::Note;
use super::owner::About;
use super::store::{Found, Store};
use crate::providers::{check_credential, check_endpoint, new_provider};
use crate::{App, ProviderCard, ssh_keys};

/// What became of one credential that was found.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct AddedSecret {
    /// What it is called: here if it was added, else in the store.
    pub name: String,
    /// The provider, if it was one and was added.
    pub card: Option<ProviderCard>,
    /// The SSH key, if it was one and was added.
    pub key: Option<SshKey>,
    /// Why it was not.
    pub failure: Option<Failure>,
}

/// One credential that was added.
enum Added {
    Provider(Box<ProviderCard>),
    SshKey(SshKey),
}

impl App {
    /// Adds what was found, each by what its values are called in the store. The values stay there.
    /// One that cannot be added does not keep the others out.
    ///
    /// # Errors
    /// As [`App::discover_secrets`].
    pub async fn add_found(&self, owners: &[String]) -> Result<Vec<AddedSecret>, Failure> {
        let vault = self.vault().await?;
        let store = self.shared(&vault).await?;
        let mut results = Vec::new();
        for owner in owners {
            let added = self.add_one_found(&vault, &store, owner).await;
            let none = AddedSecret { name: owner.clone(), card: None, key: None, failure: None };
            results.push(match added {
                Ok(Added::Provider(card)) => {
                    AddedSecret { name: card.provider.name.clone(), card: Some(*card), ..none }
                }
                Ok(Added::SshKey(key)) => {
                    AddedSecret { name: key.name.clone(), key: Some(key), ..none }
                }
                Err(failure) => AddedSecret { failure: Some(failure), ..none },
            });
        }
        self.emit_providers(&vault).await?;
        Ok(results)
    }

    /// What somebody else has written is checked as if it had been typed.
    async fn add_one_found(
        &self,
        vault: &Vault,
        store: &Store,
        owner: &str,
    ) -> Result<Added, Failure> {
        let Found { about, secrets, .. } = self.observed(vault, store.read(owner, &[]).await)?;
        let about = about.ok_or_else(|| gone(&store.place(), owner))?;
        let fields = about.secrets.clone();
        let note = Note { owner: owner.to_owned(), fields, place: store.place(), found: true };
        match about.kind {
            OwnerKind::Provider => {
                let provider = self.found_provider(about, &secrets)?;
                let mut provider = self.insert_provider(vault, provider, &note.written()).await?;
                self.check_now(vault, &mut provider, None).await?;
                Ok(Added::Provider(Box::new(self.card_of(vault, provider.id).await?)))
            }
            OwnerKind::SshKey => {
                // By the key itself, whatever its metadata says.
                let private = ssh_keys::opened(&secrets)?;
                let key = ssh_keys::described(SshKeyId(about.id), &about.name, &private)?;
                ssh_keys::check_new(vault, &key).await?;
                ssh_keys::insert(vault, &key, &note.written()).await?;
                Ok(Added::SshKey(key))
            }
            OwnerKind::Connection | OwnerKind::Profile => Err(gone(&store.place(), owner)),
        }
    }

    fn found_provider(&self, about: About, secrets: &SecretFields) -> Result<Provider, Failure> {
        let About { id, name, cloud, auth, endpoint, fields, .. } = about;
        let descriptor = self.cloud(&cloud.unwrap_or_else(|| CloudId::new("")))?.descriptor();
        let auth = auth.unwrap_or_default();
        check_credential(&descriptor, &auth, &fields, secrets)?;
        let account = Account {
            provider: ProviderId(id),
            endpoint: check_endpoint(&descriptor.endpoint, endpoint.as_deref())?,
            cloud: descriptor.id,
            auth,
            fields,
            // They stay where they were found.
            secrets: SecretFields::new(),
        };
        new_provider(&account, &name)
    }
}
