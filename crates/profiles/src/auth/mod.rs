//! How a credential is put on a request: one file per authentication, all of one shape.

mod api_key;
mod aws_sigv4;
mod basic_auth;
mod hmac_payload;
mod key;
mod oauth2;
mod query_param;

use nexus_model::{Failure, Timestamp};
use serde_json::Value;

use crate::outgoing::Outgoing;
use crate::{AuthType, Credential, Profile};

/// One way to authenticate a request.
pub(crate) trait Authentication: Sync {
    /// The credential's schema for a profile that has none; `None` if nothing is typed.
    fn schema(&self) -> Option<Value>;

    /// Whether a profile has what this authentication needs.
    ///
    /// # Errors
    /// `invalid_input` with the field.
    fn check(&self, profile: &Profile) -> Result<(), Failure>;

    /// Puts a credential on a request, as of a moment. Nothing that is signed changes afterwards.
    ///
    /// # Errors
    /// If the credential lacks a field or fits into no request.
    fn apply(
        &self,
        profile: &Profile,
        credential: &Credential,
        request: &mut Outgoing,
        now: Timestamp,
    ) -> Result<(), Failure>;
}

impl AuthType {
    pub(crate) fn authentication(self) -> &'static dyn Authentication {
        match self {
            Self::Oauth2 => &oauth2::OAuth2,
            Self::ApiKey => &api_key::API_KEY,
            Self::BasicAuth => &basic_auth::BasicAuth,
            Self::AwsSigv4 => &aws_sigv4::AwsSigv4,
            Self::QueryParam => &query_param::QUERY_PARAM,
            Self::HmacPayload => &hmac_payload::HmacPayload,
        }
    }
}
