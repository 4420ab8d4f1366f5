use nexus_model::{ConnectionId, Fields, Peer, SecretFields};
use serde::{Deserialize, Serialize};

/// A sign-in as typed, before anything is kept or sent.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub struct SignInRequest {
    /// With whom.
    pub peer: Peer,
    /// Custom endpoint of a cloud as typed; blank for the cloud's own.
    pub endpoint: Option<String>,
    /// What was typed and may be shown.
    pub fields: Fields,
    /// What was typed and may not.
    pub secrets: SecretFields,
    /// Scopes to ask for instead of the profile's own, if not empty. Clouds have theirs.
    pub scopes: Vec<String>,
    /// How to come back; `None` for the peer's own way.
    pub way: Option<SignInWay>,
    /// The connection to renew, which keeps its id and its providers. Fields and secrets that are
    /// not given are those of before.
    pub connection: Option<ConnectionId>,
}

/// How the answer to a sign-in comes to the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SignInWay {
    /// To a port of this machine (RFC 8252, section 7.3).
    Loopback,
    /// By a link in this app's own scheme (RFC 8252, section 7.1).
    DeepLink,
    /// By a code that the person confirms on any device (RFC 8628).
    Device,
    /// Not at all: no person signs in, the client asks with its own id and secret (RFC 6749,
    /// section 4.4). Only for profiles.
    ClientCredentials,
}
