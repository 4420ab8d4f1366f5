use async_trait::async_trait;
use nexus_model::{Failure, Secret, Timestamp};

use crate::Tokens;

/// Who issues tokens to a person that confirms a code on any device. OAuth servers do so by
/// RFC 8628; AWS IAM Identity Center by an API of its own.
#[async_trait]
pub trait DeviceIssuer: Send + Sync {
    /// Begins a sign-in.
    ///
    /// # Errors
    /// What the server answers.
    async fn start(&self) -> Result<DeviceCode, Failure>;

    /// Asks once whether the person has confirmed.
    ///
    /// # Errors
    /// `cancelled` if the person refused, `expired` if the code's time is over, or what else the
    /// server answers.
    async fn poll(&self, code: &DeviceCode) -> Result<DevicePoll, Failure>;

    /// A new access token for a refresh token.
    ///
    /// # Errors
    /// `expired` or `invalid_credentials` when the person must sign in again; anything else is
    /// worth another try.
    async fn refresh(&self, refresh: &Secret) -> Result<Tokens, Failure>;

    /// Gives the tokens back, where the server takes them.
    ///
    /// # Errors
    /// What the server answers.
    async fn revoke(&self, tokens: &Tokens) -> Result<(), Failure>;
}

/// A sign-in that waits for the person.
#[derive(Clone, Debug)]
pub struct DeviceCode {
    /// What the app asks with.
    pub device_code: Secret,
    /// What the person types or compares.
    pub user_code: String,
    /// Where.
    pub verification_uri: String,
    /// The same with the code in it already, if the server offers one.
    pub verification_uri_complete: Option<String>,
    /// When the code's time is over.
    pub expires_at: Timestamp,
    /// Seconds to wait between two polls (5 if the server does not say: RFC 8628, section 3.2).
    pub interval_seconds: u32,
}

/// What came of one poll.
#[derive(Debug)]
pub enum DevicePoll {
    /// The person has not confirmed yet.
    Pending,
    /// Asked too often: wait 5 seconds longer from now on (RFC 8628, section 3.5).
    SlowDown,
    /// The person has confirmed.
    Done(Box<Tokens>),
}
