use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{ConnectionId, Endpoint, Fields, Health, Identity, Timestamp};

/// Identifier of a provider: random, kept for its whole life (a rotated credential keeps it).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(transparent)]
pub struct ProviderId(pub Uuid);

impl ProviderId {
    /// A new random identifier.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }
}

impl fmt::Display for ProviderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Identifier of a cloud, as typed in `nexus providers add <cloud>` (`aws`, `hetzner`).
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(transparent)]
pub struct CloudId(pub String);

impl CloudId {
    /// From the id in a cloud's descriptor.
    pub fn new(id: &str) -> Self {
        Self(id.to_owned())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CloudId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A configured account of a cloud: one card. Holds nothing secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Provider {
    /// Identifier, kept for life.
    pub id: ProviderId,
    /// The cloud the account is with.
    pub cloud: CloudId,
    /// Name given by the person; unique in the vault, compared without case.
    pub name: String,
    /// How it authenticates: the id of one of the cloud's auth kinds (`access_key`).
    pub auth: String,
    /// Custom endpoint, if not the cloud's own.
    pub endpoint: Option<Endpoint>,
    /// The credential's fields that are not secret (access key id, default region).
    pub fields: Fields,
    /// The connection whose token its calls are made with, if its auth kind signs in. Several
    /// providers may share one.
    #[serde(default)]
    pub connection: Option<ConnectionId>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When its credential was last set.
    pub credential_set_at: Timestamp,
    /// Kept at the top of every list.
    pub pinned: bool,
    /// Place among its peers, smallest first. New providers are put before all others.
    pub position: i32,
    /// Who the credential is, as of the last good check.
    pub identity: Option<Identity>,
    /// Result of the last check.
    pub health: Health,
}
