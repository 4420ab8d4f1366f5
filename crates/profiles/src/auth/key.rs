//! One key, put where the API looks for it.

use nexus_model::{Failure, Timestamp};
use serde_json::Value;

use super::Authentication;
use crate::outgoing::Outgoing;
use crate::{Credential, Profile, schema};

/// The key's usual name.
const USUAL: &str = "api_key";

/// Authentication by a key; it holds what puts the key on a request.
pub(super) struct Key(pub fn(&Profile, &str, &mut Outgoing) -> Result<(), Failure>);

impl Authentication for Key {
    fn schema(&self) -> Option<Value> {
        Some(schema::of([(USUAL, "API key")]))
    }

    fn check(&self, _: &Profile) -> Result<(), Failure> {
        Ok(())
    }

    fn apply(
        &self,
        profile: &Profile,
        credential: &Credential,
        request: &mut Outgoing,
        _: Timestamp,
    ) -> Result<(), Failure> {
        (self.0)(profile, named(profile, credential, USUAL)?, request)
    }
}

/// The one key of a credential: in its usual field, or in the first that the profile requires.
pub(super) fn named<'a>(
    profile: &Profile,
    credential: &'a Credential,
    usual: &str,
) -> Result<&'a str, Failure> {
    match (credential.get(usual), profile.first_required()) {
        (Some(key), _) => Ok(key),
        (None, Some(first)) => credential.need(&first),
        (None, None) => credential.need(usual),
    }
}
