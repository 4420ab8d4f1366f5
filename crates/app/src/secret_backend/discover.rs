use futures::{StreamExt, TryStreamExt};
use nexus_model::{CloudId, Failure};
use nexus_vault::Vault;
use serde::Serialize;

use super::OwnerKind;
use super::failures::nothing_shared;
use super::note::Note;
use super::owner::{About, FINGERPRINT};
use super::store::Store;
use crate::App;

/// Credentials that are asked for at once.
const AT_ONCE: usize = 8;

/// A credential in the store that this vault can add to its own.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct FoundSecret {
    /// What its values are called there.
    pub owner: String,
    /// Name for people.
    pub name: String,
    /// What it is for.
    pub what: FoundKind,
    /// Whether this vault has it already.
    pub known: bool,
    /// Why it cannot be added.
    pub failure: Option<Failure>,
}

/// What a credential that was found is for. Connections and profiles are not found: who signs in
/// or sends a request does so for themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FoundKind {
    /// A provider.
    Provider {
        /// Which cloud.
        cloud: CloudId,
        /// Which of its auth kinds.
        auth: String,
    },
    /// A private SSH key.
    SshKey {
        /// Its fingerprint as OpenSSH shows it, as whoever keeps it says.
        fingerprint: String,
    },
}

impl App {
    /// The providers and SSH keys that are kept in the store in force, by this app or by others.
    ///
    /// # Errors
    /// `invalid_input` if the vault is in force, `locked`, or what the store answers.
    pub async fn discover_secrets(&self) -> Result<Vec<FoundSecret>, Failure> {
        let vault = self.vault().await?;
        let store = self.shared(&vault).await?;
        let providers = vault.providers().list().await?;
        let keys = vault.ssh_keys().list().await?;
        let owners = self.observed(&vault, store.owners().await)?;
        let abouts = futures::stream::iter(owners).map(|owner| async {
            let about = store.about(&owner).await?;
            Ok::<_, Failure>(about.map(|(about, _)| (owner, about)))
        });
        let abouts: Vec<_> = abouts.buffered(AT_ONCE).try_collect().await?;
        let found = abouts.into_iter().flatten().filter_map(|(owner, about)| {
            let About { kind, id, name, cloud, auth, mut fields, .. } = about;
            let (what, known, failure) = match (kind, cloud, auth) {
                (OwnerKind::Provider, Some(cloud), Some(auth)) => {
                    let known = providers.iter().any(|provider| provider.id.0 == id);
                    let failure = self.cloud(&cloud).err();
                    (FoundKind::Provider { cloud, auth }, known, failure)
                }
                (OwnerKind::SshKey, ..) => {
                    let fingerprint = fields.remove(FINGERPRINT).unwrap_or_default();
                    let known =
                        keys.iter().any(|key| key.id.0 == id || key.fingerprint == fingerprint);
                    (FoundKind::SshKey { fingerprint }, known, None)
                }
                _ => return None,
            };
            Some(FoundSecret { owner, name, what, known, failure })
        });
        Ok(found.collect())
    }

    pub(super) async fn shared(&self, vault: &Vault) -> Result<Store, Failure> {
        self.opened(vault).await?.map(Store).ok_or_else(nothing_shared)
    }

    /// Tells the others what was changed of an owner here, as far as this login may write.
    pub(crate) async fn tell_others(&self, vault: &Vault, about: About) {
        let told = async {
            let fields = vault.custody().get(about.owner()).await?;
            let (note, open) = (Note::read(&fields), self.opened(vault).await?);
            if let (Some(note), Some(open)) = (note, open) {
                let about = About { secrets: note.fields, ..about };
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
