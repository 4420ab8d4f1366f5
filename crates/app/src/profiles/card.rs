use nexus_model::{Failure, Peer, ProfileId, Timestamp};
use nexus_profiles::{AuthType, CLIENT_SECRET, CatalogueEntry, Definition, Profile, catalogue};
use nexus_signin::redirect_uri_of;
use nexus_vault::{ProfileRecord, SecretOwner, Vault};
use serde::Serialize;
use serde_json::Value;

use crate::{App, AppEvent, ConnectionCard, failures};

/// One profile with what its card shows.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct ProfileCard {
    /// Identifier, kept for life.
    pub id: ProfileId,
    /// The profile.
    pub profile: Profile,
    /// JSON Schema of the credential that is typed for a connection, its secret fields marked by
    /// `writeOnly`; `None` for a profile that signs in.
    #[specta(type = Option<specta_typescript::Unknown>)]
    pub form: Option<Value>,
    /// Whether a client's secret is kept.
    pub has_client_secret: bool,
    /// Its connections, in the order they were made.
    pub connections: Vec<ConnectionCard>,
    /// The exact redirect URI to register, for a profile that a person signs in to.
    pub redirect_uri: Option<String>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

impl App {
    /// Every profile, by name.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn profiles(&self) -> Result<Vec<ProfileCard>, Failure> {
        let vault = self.vault().await?;
        self.profile_cards(&vault).await
    }

    /// The ready profiles of well-known APIs.
    pub fn profile_catalogue(&self) -> Vec<CatalogueEntry> {
        catalogue()
    }

    /// A profile by its name, compared without case, or by its id.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn profile_named(&self, name: &str) -> Result<ProfileCard, Failure> {
        let wanted = name.trim().to_lowercase();
        let card = self.profiles().await?.into_iter().find(|card| {
            card.profile.name.to_lowercase() == wanted || card.id.to_string() == wanted
        });
        card.ok_or_else(|| failures::no_profile(name))
    }

    pub(crate) async fn profile_card(
        &self,
        vault: &Vault,
        id: ProfileId,
    ) -> Result<ProfileCard, Failure> {
        let cards = self.profile_cards(vault).await?;
        let card = cards.into_iter().find(|card| card.id == id);
        card.ok_or_else(|| failures::no_profile(&id.to_string()))
    }

    pub(crate) async fn emit_profiles(&self, vault: &Vault) -> Result<(), Failure> {
        let profiles = self.profile_cards(vault).await?;
        self.emit(AppEvent::ProfilesChanged { profiles });
        Ok(())
    }

    /// A profile with its own secret.
    pub(crate) async fn definition(
        &self,
        vault: &Vault,
        id: ProfileId,
    ) -> Result<Definition, Failure> {
        let record = vault.profiles().get(id).await?;
        let secrets = self.secrets_of(vault, SecretOwner::Profile(id)).await?;
        Ok(Definition { profile: read(&record)?, secrets })
    }

    async fn profile_cards(&self, vault: &Vault) -> Result<Vec<ProfileCard>, Failure> {
        let connections = self.connection_cards(vault).await?;
        let mut cards = Vec::new();
        for record in vault.profiles().list().await? {
            let is_its_own = |card: &&ConnectionCard| matches!(card.connection.peer, Peer::Profile { profile } if profile == record.id);
            let profile = read(&record)?;
            let redirect = Some(&profile)
                .filter(|one| one.auth_type == AuthType::Oauth2 && !one.is_for_client_only());
            cards.push(ProfileCard {
                id: record.id,
                form: profile.form(),
                has_client_secret: self
                    .has_secret(vault, SecretOwner::Profile(record.id), CLIENT_SECRET)
                    .await?,
                connections: connections.iter().filter(is_its_own).cloned().collect(),
                redirect_uri: redirect
                    .and_then(|one| one.redirect().ok())
                    .map(|redirect| redirect_uri_of(&redirect)),
                created_at: record.created_at,
                changed_at: record.changed_at,
                profile,
            });
        }
        Ok(cards)
    }
}

/// A profile as it is kept.
pub(super) fn read(record: &ProfileRecord) -> Result<Profile, Failure> {
    Definition::of(record.profile.clone()).map(|definition| definition.profile).map_err(|_| {
        failures::internal(
            "read the profile",
            "A profile was kept by a newer version of this app.",
            "Update this app.",
        )
    })
}
