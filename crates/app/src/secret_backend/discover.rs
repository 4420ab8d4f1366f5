use futures::{StreamExt, TryStreamExt};
use nexus_model::{CloudId, Failure, Health, Provider, ProviderId, Timestamp};
use nexus_vault::{SecretOwner, Vault};
use serde::Serialize;

use super::OwnerKind;
use super::failures::{gone, nothing_shared};
use super::note::Note;
use super::owner::About;
use super::store::Store;
use crate::providers::{check_credential, check_endpoint, check_name};
use crate::{App, Imported, ProviderCard};

/// Credentials that are asked for at once.
const AT_ONCE: usize = 8;

/// A provider that the store knows.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct FoundProvider {
    /// What its values are called there.
    pub owner: String,
    /// Name for people.
    pub name: String,
    /// Which cloud.
    pub cloud: CloudId,
    /// Which of its auth kinds.
    pub auth: String,
    /// Whether this vault has it already.
    pub known: bool,
    /// Why it cannot be added.
    pub failure: Option<Failure>,
}

impl App {
    /// The providers that are kept in the store in force, by this app or by others.
    ///
    /// # Errors
    /// `invalid_input` if the vault is in force, `locked`, or what the store answers.
    pub async fn discover_providers(&self) -> Result<Vec<FoundProvider>, Failure> {
        let vault = self.vault().await?;
        let store = self.shared(&vault).await?;
        let providers = vault.providers().list().await?;
        let owners = self.observed(&vault, store.owners().await)?;
        let (app, providers, store) = (self, &providers, &store);
        let found = futures::stream::iter(owners).map(|owner| async move {
            let Some((about, _)) = store.about(&owner).await? else { return Ok(None) };
            let (OwnerKind::Provider, Some(cloud), Some(auth)) =
                (about.kind, about.cloud, about.auth)
            else {
                return Ok(None);
            };
            let known = providers.iter().any(|provider| provider.id.0 == about.id);
            let failure = app.cloud(&cloud).err();
            Ok::<_, Failure>(Some(FoundProvider {
                owner,
                name: about.name,
                cloud,
                auth,
                known,
                failure,
            }))
        });
        let found: Vec<_> = found.buffered(AT_ONCE).try_collect().await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Adds providers that were found, each by what its values are called in the store. Their
    /// credentials stay there. One that cannot be added does not keep the others out.
    ///
    /// # Errors
    /// As [`App::discover_providers`].
    pub async fn add_found_providers(&self, owners: &[String]) -> Result<Vec<Imported>, Failure> {
        let vault = self.vault().await?;
        let store = self.shared(&vault).await?;
        let mut imported = Vec::new();
        for owner in owners {
            let added = self.add_found(&vault, &store, owner).await;
            let name = owner.clone();
            imported.push(match added {
                Ok(card) => {
                    Imported { name: card.provider.name.clone(), card: Some(card), failure: None }
                }
                Err(failure) => Imported { name, card: None, failure: Some(failure) },
            });
        }
        self.emit_providers(&vault).await?;
        Ok(imported)
    }

    async fn shared(&self, vault: &Vault) -> Result<Store, Failure> {
        self.opened(vault).await?.map(Store).ok_or_else(nothing_shared)
    }

    /// What somebody else has written is checked as if it had been typed.
    async fn add_found(
        &self,
        vault: &Vault,
        store: &Store,
        owner: &str,
    ) -> Result<ProviderCard, Failure> {
        let found = self.observed(vault, store.read(owner, &[]).await)?;
        let about = found.about.ok_or_else(|| gone(&store.place(), owner))?;
        let About { id, name, cloud, auth, endpoint, fields, secrets: names, .. } = about;
        let cloud = cloud.ok_or_else(|| gone(&store.place(), owner))?;
        let descriptor = self.cloud(&cloud)?.descriptor();
        let auth = auth.unwrap_or_default();
        check_credential(&descriptor, &auth, &fields, &found.secrets)?;
        let now = Timestamp::now();
        let provider = Provider {
            id: ProviderId(id),
            name: check_name(&name)?,
            endpoint: check_endpoint(&descriptor.endpoint, endpoint.as_deref())?,
            cloud,
            auth,
            fields,
            connection: None,
            created_at: now,
            credential_set_at: now,
            pinned: false,
            position: 0,
            identity: None,
            health: Health::default(),
        };
        let note =
            Note { owner: owner.to_owned(), fields: names, place: store.place(), found: true };
        let mut provider = self.insert_provider(vault, provider, &note.written()).await?;
        self.check_now(vault, &mut provider, None).await?;
        self.card_of(vault, provider.id).await
    }

    /// Tells the others what was changed of a provider here, as far as this login may write.
    pub(crate) async fn tell_others(&self, vault: &Vault, provider: &Provider) {
        let told = async {
            let fields = vault.custody().get(SecretOwner::Provider(provider.id)).await?;
            let (note, open) = (Note::read(&fields), self.opened(vault).await?);
            if let (Some(note), Some(open)) = (note, open) {
                let about = About { secrets: note.fields, ..About::provider(provider) };
                Store(open).describe(&note.owner, &about).await?;
                self.custody.unlearn(&note.owner);
            }
            Ok::<_, Failure>(())
        };
        if let Err(failure) = told.await {
            tracing::warn!(code = %failure.code, "the others keep the name of before");
        }
    }
}
