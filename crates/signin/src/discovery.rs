//! Where a server's endpoints are: OpenID Connect Discovery 1.0.

use nexus_http::{Api, Call, Http, unreadable};
use nexus_model::{Endpoint, ErrorCode, Failure};
use serde::Deserialize;
use url::Url;

use crate::oauth_endpoint::MOST_BYTES;
use crate::{Endpoints, Server, refusal};

/// Name of the call in failures.
pub(crate) const DISCOVERY: &str = "OpenID discovery";

/// The metadata that is used: OpenID Connect Discovery 1.0, section 3; RFC 8414, section 2;
/// RFC 8628, section 4; RFC 9207, section 3.
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: Option<Url>,
    token_endpoint: Url,
    device_authorization_endpoint: Option<Url>,
    revocation_endpoint: Option<Url>,
    jwks_uri: Option<Url>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    code_challenge_methods_supported: Option<Vec<String>>,
}

impl Server {
    /// The endpoints, read from the server where they are not known. Every address is `https`, or
    /// on this machine.
    ///
    /// # Errors
    /// Why the metadata cannot be read, or `bad_response` if it is another issuer's.
    pub(crate) async fn endpoints(&self, http: &Http) -> Result<Endpoints, Failure> {
        match self {
            Self::Known(endpoints) => {
                let unsafe_one = endpoints.addresses().find(|url| !is_safe(url));
                unsafe_one.map_or_else(|| Ok((**endpoints).clone()), |url| Err(not_https(url)))
            }
            Self::Discovered { issuer } => discovered(http, issuer).await,
        }
    }
}

async fn discovered(http: &Http, issuer: &Url) -> Result<Endpoints, Failure> {
    if !is_safe(issuer) {
        return Err(not_https(issuer));
    }
    let api = Api::new(http, None, issuer.as_str(), [], |call, reply| {
        refusal::of_reply(call, reply, None)
    })?;
    let path = [".well-known", "openid-configuration"];
    let reply = api.get(DISCOVERY, &path).at_most(MOST_BYTES).send().await?;
    let call = api.call(DISCOVERY);
    read(issuer, reply.json(&call)?, &call)
}

/// Checks the metadata. The issuer must be the one that was asked for, letter by letter (section
/// 4.3): otherwise one server could speak for another.
fn read(issuer: &Url, metadata: Metadata, call: &Call) -> Result<Endpoints, Failure> {
    // `Url` cannot tell `https://host` from `https://host/`, which are the same address.
    let without_slash = issuer.as_str().strip_suffix('/').filter(|_| issuer.path() == "/");
    if metadata.issuer != issuer.as_str() && Some(metadata.issuer.as_str()) != without_slash {
        let mut failure = unreadable(call, "it names another issuer than the one asked for");
        failure.remedy =
            "Enter the issuer exactly as the server's documentation writes it.".to_owned();
        return Err(failure.in_field("issuer"));
    }
    let endpoints = Endpoints {
        issuer: Some(metadata.issuer),
        authorization: metadata.authorization_endpoint,
        token: metadata.token_endpoint,
        device_authorization: metadata.device_authorization_endpoint,
        revocation: metadata.revocation_endpoint,
        keys: metadata.jwks_uri,
        answers_carry_issuer: metadata.authorization_response_iss_parameter_supported,
        proof_key_methods: metadata.code_challenge_methods_supported,
    };
    if endpoints.addresses().all(is_safe) {
        return Ok(endpoints);
    }
    Err(unreadable(call, "one of its endpoints is not https"))
}

impl Endpoints {
    fn addresses(&self) -> impl Iterator<Item = &Url> {
        let others =
            [&self.authorization, &self.device_authorization, &self.revocation, &self.keys];
        others.into_iter().flatten().chain([&self.token])
    }
}

/// Whether codes and tokens may go there, and a browser be sent there.
pub(crate) fn is_safe(url: &Url) -> bool {
    // An authorization endpoint may have a query (RFC 6749, section 3.1), none has a fragment.
    let mut bare = url.clone();
    bare.set_query(None);
    Endpoint::parse(bare.as_str()).is_ok()
}

fn not_https(url: &Url) -> Failure {
    Failure::new(
        ErrorCode::InvalidInput,
        DISCOVERY,
        format!("The address of {} is not https.", url.host_str().unwrap_or("the server")),
        "Enter addresses that begin with https://; a code or token could be read on the way otherwise.",
    )
}

#[cfg(test)]
#[path = "discovery_tests.rs"]
mod tests;
