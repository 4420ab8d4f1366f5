//! Who signed in, from an ID token that holds: OpenID Connect Core 1.0, section 3.1.3.7.

use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, Validation, decode, decode_header};
use nexus_http::{Api, Call, Http, unreadable};
use nexus_model::{Failure, Secret, Timestamp};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use url::Url;

use crate::oauth_endpoint::MOST_BYTES;
use crate::{Client, Endpoints, Who, refusal};

/// Seconds that two clocks may differ.
const CLOCKS: u64 = 60;

/// A JWK set: RFC 7517, section 5. Keys of a kind that is not known are passed over.
#[derive(Deserialize)]
struct Keys {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    aud: Audience,
    azp: Option<String>,
    iat: u64,
    nonce: Option<Secret>,
    email: Option<String>,
    preferred_username: Option<String>,
    name: Option<String>,
}

/// Whom the token is for is checked beside the signature; here it only counts how many they are.
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    Many(Vec<IgnoredAny>),
    One(IgnoredAny),
}

/// Whether the server will tell who signed in, in a form that can be checked.
pub(crate) fn is_asked_for(client: &Client, endpoints: &Endpoints) -> bool {
    let asked =
        !client.quirks.skip_scope_on_auth && client.scopes.iter().any(|scope| scope == "openid");
    asked && endpoints.keys.is_some() && endpoints.issuer.is_some()
}

/// Who signed in, once signature, issuer, audience, times and nonce have been checked; nobody if
/// that was not asked for. `call` is the one that brought the token.
///
/// # Errors
/// `bad_response` naming what does not hold, or why the keys cannot be had.
pub(crate) async fn who(
    http: &Http,
    client: &Client,
    endpoints: &Endpoints,
    call: &Call,
    token: Option<&Secret>,
    nonce: Option<&Secret>,
) -> Result<Option<Who>, Failure> {
    let (Some(issuer), Some(keys)) = (&endpoints.issuer, &endpoints.keys) else { return Ok(None) };
    if !is_asked_for(client, endpoints) {
        return Ok(None);
    }
    let refused = |why| unreadable(call, why);
    let token = match (token, nonce) {
        (Some(token), _) => token,
        // No standard says that a device flow brings one.
        (None, None) => return Ok(None),
        (None, Some(_)) => return Err(refused("it has no ID token although one was asked for")),
    };
    let keys = fetch(http, keys).await?;
    let expected = Expected { issuer, client: &client.id, nonce };
    verify(token, &keys, &expected).map(Some).map_err(refused)
}

/// What an ID token must say.
struct Expected<'a> {
    issuer: &'a str,
    client: &'a str,
    /// Only a browser's request has one.
    nonce: Option<&'a Secret>,
}

/// The person, or what of the token does not hold.
fn verify(token: &Secret, keys: &[Jwk], expected: &Expected<'_>) -> Result<Who, &'static str> {
    // `none` is no algorithm that the reader knows.
    let header = decode_header(token.expose())
        .map_err(|_| "its ID token is not signed in a way that can be checked")?;
    if header.alg.family() == AlgorithmFamily::Hmac {
        // Anyone who has the client's secret could have signed it, this app included.
        return Err("its ID token is signed with a shared secret");
    }
    let mut validation = Validation::new(header.alg);
    validation.leeway = CLOCKS;
    validation.validate_nbf = true;
    validation.set_issuer(&[expected.issuer]);
    validation.set_audience(&[expected.client]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let fitting = keys.iter().filter(|key| fits(key, header.kid.as_deref(), header.alg));
    let mut why = "no key of the server fits its ID token's signature";
    for key in fitting {
        let Ok(key) = DecodingKey::from_jwk(key) else { continue };
        match decode::<Claims>(token.expose(), &key, &validation) {
            Ok(read) => return read.claims.person(expected),
            Err(error) => why = told(error.kind()),
        }
    }
    Err(why)
}

impl Claims {
    fn person(self, expected: &Expected<'_>) -> Result<Who, &'static str> {
        let is_for_several = matches!(&self.aud, Audience::Many(all) if all.len() > 1);
        let party = self.azp.as_deref();
        if party.map_or(is_for_several, |party| party != expected.client) {
            return Err("its ID token was issued to another client");
        }
        let now = u64::try_from(Timestamp::now().unix()).unwrap_or_default();
        if self.iat > now + CLOCKS {
            return Err("its ID token is from the future: check this machine's clock");
        }
        let is_expected = |nonce: &Secret| {
            self.nonce.as_ref().is_some_and(|told| told.expose() == nonce.expose())
        };
        if !expected.nonce.is_none_or(is_expected) {
            return Err("its ID token belongs to another sign-in");
        }
        if self.sub.is_empty() {
            return Err("its ID token names nobody");
        }
        Ok(Who { subject: self.sub, name: self.email.or(self.preferred_username).or(self.name) })
    }
}

/// Whether a key may have made a signature: RFC 7517, section 4.
fn fits(key: &Jwk, id: Option<&str>, algorithm: Algorithm) -> bool {
    let common = &key.common;
    let is_named = id.is_none_or(|id| common.key_id.as_deref() == Some(id));
    let is_for_it =
        common.key_algorithm.is_none_or(|one| one.to_string() == format!("{algorithm:?}"));
    let is_to_sign = !matches!(common.public_key_use, Some(PublicKeyUse::Encryption));
    is_named && is_for_it && is_to_sign
}

fn told(kind: &jsonwebtoken::errors::ErrorKind) -> &'static str {
    use jsonwebtoken::errors::ErrorKind;
    match kind {
        ErrorKind::InvalidSignature => "its ID token's signature is wrong",
        ErrorKind::ExpiredSignature => "its ID token has expired: check this machine's clock",
        ErrorKind::ImmatureSignature => "its ID token is not good yet: check this machine's clock",
        ErrorKind::InvalidIssuer => "its ID token is from another issuer",
        ErrorKind::InvalidAudience => "its ID token is for another client",
        _ => "its ID token lacks or changes what is documented",
    }
}

async fn fetch(http: &Http, url: &Url) -> Result<Vec<Jwk>, Failure> {
    let operation = "Key set";
    let api =
        Api::new(http, None, url.as_str(), [], |call, reply| refusal::of_reply(call, reply, None))?;
    let reply = api.get(operation, &[]).at_most(MOST_BYTES).send().await?;
    let set: Keys = reply.json(&api.call(operation))?;
    Ok(set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect())
}
