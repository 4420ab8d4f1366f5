//! A key in the query, as `params.param_name` or `api_key`.

use nexus_model::{Failure, Timestamp};
use serde_json::Value;

use super::{Authentication, key};
use crate::failures::unusable;
use crate::outgoing::Outgoing;
use crate::{Credential, Profile, schema};

const USUAL: &str = "api_key";

pub(super) struct QueryParam;

impl Authentication for QueryParam {
    fn schema(&self) -> Option<Value> {
        Some(schema::of([("api_key", "API key")]))
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
        let name = profile.params.param_name.as_deref().unwrap_or(USUAL);
        if request.url.query_pairs().any(|(own, _)| own == name) {
            let message = format!("The parameter {name} is set by the profile.");
            return Err(unusable("path", message, "Leave it out of the path."));
        }
        let key = key(profile, credential, USUAL)?;
        request.url.query_pairs_mut().append_pair(name, key);
        Ok(())
    }
}
