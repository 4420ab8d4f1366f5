use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Identifier of a provider profile: random, kept for its whole life (an edit keeps it).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(transparent)]
pub struct ProfileId(pub Uuid);

impl ProfileId {
    /// A new random identifier.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }
}

impl fmt::Display for ProfileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
