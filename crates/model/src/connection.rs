use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{CloudId, Endpoint, Failure, Fields, ProfileId, Timestamp};

/// Identifier of a connection: random, kept for its whole life (a reconnect keeps it).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(transparent)]
pub struct ConnectionId(pub Uuid);

impl ConnectionId {
    /// A new random identifier.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// The person has been sent to the browser and has not come back.
    Pending,
    /// It works: its token is good, or can be refreshed.
    Active,
    /// The server refused to refresh it (a 4xx): the person must connect again. The network and
    /// a server's own faults never lead here.
    Attention,
    /// The first sign-in ended without a token.
    Failed,
}

/// On whose behalf a connection's tokens are.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// A person's, who signs in; or a credential that was typed.
    #[default]
    Person,
    /// The OAuth client's own (RFC 6749, section 4.4): nobody signs in, and a token that ends is
    /// asked for anew.
    Client,
}

/// With whom a connection is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Peer {
    /// A cloud, by one of its auth kinds that signs in.
    Cloud {
        /// Which cloud.
        cloud: CloudId,
        /// Id of the auth kind.
        auth: String,
    },
    /// An API that a profile describes.
    Profile {
        /// Which profile.
        profile: ProfileId,
    },
}

/// A person's connection to a cloud or an API: what came of a sign-in, or a credential that was
/// typed for a profile. Holds nothing secret; its tokens are sealed beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Connection {
    /// Identifier, kept for life.
    pub id: ConnectionId,
    /// With whom.
    pub peer: Peer,
    /// Name for people: the account that signed in, once it is known.
    pub name: String,
    /// How it stands.
    pub state: ConnectionState,
    /// On whose behalf its tokens are.
    #[serde(default)]
    pub grant: Grant,
    /// Custom endpoint of the cloud.
    pub endpoint: Option<Endpoint>,
    /// What was typed to sign in, as far as it may be shown (client id, tenant).
    pub fields: Fields,
    /// Scopes that were asked for.
    pub requested_scopes: Vec<String>,
    /// Scopes that were granted; the requested ones if the server did not say (RFC 6749, 5.1).
    pub granted_scopes: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its first token was last issued: to the person who signed in, or to the client.
    pub signed_in_at: Option<Timestamp>,
    /// When its token was last renewed without the person.
    pub refreshed_at: Option<Timestamp>,
    /// When its present token ends; `None` if it does not, or the server did not say.
    pub expires_at: Option<Timestamp>,
    /// Why it is not active.
    pub failure: Option<Failure>,
}

impl Connection {
    /// Scopes that were asked for and not granted.
    pub fn missing_scopes(&self) -> impl Iterator<Item = &str> {
        let missing = |scope: &&String| !self.granted_scopes.contains(scope);
        self.requested_scopes.iter().filter(missing).map(String::as_str)
    }
}
