//! A person signed in; the access token goes into a header as an API key does, by default as
//! `Authorization: Bearer` (RFC 6750, section 2.1).

use nexus_model::{ACCESS_TOKEN, Failure, Timestamp};
use serde_json::Value;

use super::{Authentication, api_key};
use crate::outgoing::Outgoing;
use crate::{Credential, Profile, check};

pub(super) struct OAuth2;

impl Authentication for OAuth2 {
    fn schema(&self) -> Option<Value> {
        None
    }

    fn check(&self, profile: &Profile) -> Result<(), Failure> {
        check::endpoints(profile)?;
        profile.redirect().map(drop)
    }

    fn apply(
        &self,
        profile: &Profile,
        credential: &Credential,
        request: &mut Outgoing,
        _: Timestamp,
    ) -> Result<(), Failure> {
        api_key::put(profile, credential.need(ACCESS_TOKEN)?, request)
    }
}
