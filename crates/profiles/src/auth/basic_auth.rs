//! User name and password in `Authorization: Basic` (RFC 7617).

use data_encoding::BASE64;
use nexus_model::{Failure, Secret, Timestamp};
use serde_json::Value;

use super::Authentication;
use crate::failures::unusable;
use crate::outgoing::Outgoing;
use crate::{Credential, Profile, schema};

pub(super) struct BasicAuth;

impl Authentication for BasicAuth {
    fn schema(&self) -> Option<Value> {
        Some(schema::of([("username", "User name"), ("password", "Password")]))
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
        let username = credential.need("username")?;
        // The first colon ends the user name (RFC 7617, section 2).
        if username.contains(':') {
            let remedy = "Take the colon out: what follows it would be read as the password.";
            return Err(unusable("username", "A user name has no colon.", remedy));
        }
        // Some APIs take a key as the user name and no password at all (Stripe).
        let password = credential.get("password").unwrap_or_default();
        let pair = BASE64.encode(format!("{username}:{password}").as_bytes());
        request.derived.push(Secret::new(pair.clone()));
        let name = profile.params.header_name.as_deref().unwrap_or("Authorization");
        request.prove(name, format!("Basic {pair}"))
    }
}
