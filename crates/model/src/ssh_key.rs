use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Timestamp;

/// Identifier of a kept SSH key: random, kept for its whole life.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(transparent)]
pub struct SshKeyId(pub Uuid);

impl SshKeyId {
    /// A new random identifier.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }
}

impl fmt::Display for SshKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A private SSH key in the vault, without what is secret of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SshKey {
    /// Its identifier.
    pub id: SshKeyId,
    /// What people call it; no other key has the name.
    pub name: String,
    /// Its algorithm as people call it, such as `Ed25519` or `RSA 3072`; empty for a key that was
    /// kept before this was noted.
    #[serde(default)]
    pub kind: String,
    /// What is written beside it, such as `ada@laptop`; often empty.
    #[serde(default)]
    pub comment: String,
    /// Its fingerprint as OpenSSH shows it (`SHA256:…`).
    pub fingerprint: String,
    /// Its public half, a line of `authorized_keys` without a comment.
    pub public_key: String,
    /// Since when it is kept.
    pub added_at: Timestamp,
}
