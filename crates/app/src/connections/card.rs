use nexus_model::{Connection, ConnectionId, Failure, Peer};
use nexus_vault::Vault;
use serde::Serialize;

use crate::{App, AppEvent, failures};

/// Scopes of OpenID Connect, which are about the person and open nothing at a cloud or an API. Servers leave them out of what
/// they say was granted, or name them differently (OpenID Connect Core 1.0, sections 5.4 and 11).
pub(crate) const OF_THE_SIGN_IN: [&str; 6] =
    ["openid", "email", "profile", "address", "phone", "offline_access"];

/// One connection with what its card shows.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct ConnectionCard {
    /// The connection.
    pub connection: Connection,
    /// Name of the cloud or of the profile.
    pub peer_name: String,
    /// Scopes that were asked for and not granted.
    pub missing_scopes: Vec<String>,
    /// Names of the providers that use it.
    pub providers: Vec<String>,
}

impl App {
    /// Every connection, in the order they were made.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn connections(&self) -> Result<Vec<ConnectionCard>, Failure> {
        let vault = self.vault().await?;
        self.connection_cards(&vault).await
    }

    /// One connection.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn connection(&self, id: ConnectionId) -> Result<ConnectionCard, Failure> {
        let vault = self.vault().await?;
        self.connection_card(&vault, id).await
    }

    /// A connection by its name, compared without case, or by its id.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn connection_named(&self, name: &str) -> Result<Connection, Failure> {
        let wanted = name.trim().to_lowercase();
        let connections = self.vault().await?.connections().list().await?;
        connections
            .into_iter()
            .find(|each| each.name.to_lowercase() == wanted || each.id.to_string() == wanted)
            .ok_or_else(|| failures::no_connection(name))
    }

    pub(crate) async fn connection_card(
        &self,
        vault: &Vault,
        id: ConnectionId,
    ) -> Result<ConnectionCard, Failure> {
        let cards = self.connection_cards(vault).await?;
        let card = cards.into_iter().find(|card| card.connection.id == id);
        card.ok_or_else(|| failures::no_connection(&id.to_string()))
    }

    pub(crate) async fn emit_connections(&self, vault: &Vault) -> Result<(), Failure> {
        let connections = self.connection_cards(vault).await?;
        self.emit(AppEvent::ConnectionsChanged { connections });
        // A profile's card shows its connections.
        self.emit_profiles(vault).await
    }

    /// A name that no other connection has: the wanted one, or with a number behind it.
    pub(crate) async fn free_name(
        &self,
        vault: &Vault,
        id: ConnectionId,
        wanted: &str,
    ) -> Result<String, Failure> {
        let mut names = Vec::new();
        for other in vault.connections().list().await? {
            if other.id != id {
                names.push(other.name.to_lowercase());
            }
        }
        let numbered = (2_u32..).map(|number| format!("{wanted} {number}"));
        let mut candidates = std::iter::once(wanted.to_owned()).chain(numbered);
        let free = candidates.find(|name| !names.contains(&name.to_lowercase()));
        Ok(free.unwrap_or_else(|| wanted.to_owned()))
    }

    /// What people call a connection's peer.
    pub(crate) async fn peer_name(&self, vault: &Vault, peer: &Peer) -> Result<String, Failure> {
        match peer {
            Peer::Cloud { cloud, .. } => Ok(self.cloud(cloud)?.descriptor().name),
            Peer::Profile { profile } => Ok(vault.profiles().get(*profile).await?.name),
        }
    }

    /// A failure of a sign-in or a renewal, in the words of the peer.
    pub(crate) fn explained(&self, peer: &Peer, failure: Failure) -> Failure {
        match peer {
            Peer::Cloud { cloud, .. } => match self.cloud(cloud) {
                Ok(cloud) => cloud.explain_sign_in(failure),
                Err(_) => failure,
            },
            Peer::Profile { .. } => failure,
        }
    }

    pub(crate) async fn connection_cards(
        &self,
        vault: &Vault,
    ) -> Result<Vec<ConnectionCard>, Failure> {
        let providers = vault.providers().list().await?;
        let mut cards = Vec::new();
        for connection in vault.connections().list().await? {
            let uses_it = providers.iter().filter(|each| each.connection == Some(connection.id));
            let providers = uses_it.map(|provider| provider.name.clone()).collect();
            cards.push(ConnectionCard {
                peer_name: self.peer_name(vault, &connection.peer).await?,
                missing_scopes: missing_scopes(&connection),
                providers,
                connection,
            });
        }
        Ok(cards)
    }
}

/// Rights that were asked for and not granted.
pub(crate) fn missing_scopes(connection: &Connection) -> Vec<String> {
    // Before the person has come back nothing is missing yet.
    if connection.signed_in_at.is_none() {
        return Vec::new();
    }
    let missing = connection.missing_scopes().filter(|scope| !OF_THE_SIGN_IN.contains(scope));
    missing.map(str::to_owned).collect()
}
