use serde::{Deserialize, Serialize};

use crate::{Failure, Timestamp};

/// Whether a provider's credential works, as of its last check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    /// Never checked since it was added or its credential changed.
    #[default]
    Unchecked,
    /// The cloud accepted the credential.
    Healthy,
    /// The cloud refused the credential: a person must reconnect.
    Reconnect,
    /// The check failed for another reason (network, permission, the cloud itself).
    Failing,
}

/// Result of the last health check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Health {
    /// Where the provider stands.
    pub status: HealthStatus,
    /// When it was last checked.
    pub checked_at: Option<Timestamp>,
    /// Why it is not healthy.
    pub failure: Option<Failure>,
}

/// Who a credential turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Identity {
    /// The account, subscription, project or organisation, in the cloud's own form.
    pub account: String,
    /// The user, role or service principal, in the cloud's own form (an ARN for AWS).
    pub principal: String,
    /// When the temporary credential in use ends; `None` where the credential itself is used.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

impl Identity {
    /// An identity whose credential is used as it is.
    pub fn new(account: impl Into<String>, principal: impl Into<String>) -> Self {
        Self { account: account.into(), principal: principal.into(), expires_at: None }
    }
}
