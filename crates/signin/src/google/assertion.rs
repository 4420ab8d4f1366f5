//! The signed statement that is exchanged for a token (RFC 7523):
//! <https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests>.

use jsonwebtoken::{Algorithm, Header};
use nexus_model::{ErrorCode, Failure, Secret, Timestamp};
use serde::Serialize;

use super::GoogleKey;

/// Seconds that an assertion is good for: the most that Google accepts.
const LIFE: i64 = 3600;

/// Seconds that it is dated back, since one that is dated ahead is refused and no two clocks agree.
const SKEW: i64 = 10;

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    scope: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
}

/// An assertion that only `audience` can use, for a token of this scope.
///
/// # Errors
/// `invalid_input` if the private key cannot sign.
pub fn google_assertion(key: &GoogleKey, scope: &str, audience: &str) -> Result<Secret, Failure> {
    let iat = Timestamp::now().unix() - SKEW;
    let claims = Claims { iss: &key.email, scope, aud: audience, iat, exp: iat + LIFE };
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some(key.id.clone());
    let signed = jsonwebtoken::encode(&header, &claims, &key.encoding()?);
    signed.map(Secret::new).map_err(|_| {
        let message = "Nothing can be signed with the key file: its field private_key is damaged.";
        let remedy = "Create a new key of the service account and paste the file's whole text.";
        Failure::new(ErrorCode::InvalidInput, "credential", message, remedy).in_field(super::KEY)
    })
}
