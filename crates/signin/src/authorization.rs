//! What a person is sent to the server with: RFC 6749, section 4.1.1, and RFC 7636.

use nexus_model::{ErrorCode, Failure, Secret};
use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, RedirectUrl, Scope};
use url::Url;

use crate::{Client, Endpoints, id_token};

/// Bytes of the state and the nonce: 256 bits, which nobody guesses.
const RANDOM_BYTES: u32 = 32;

/// Parameters that are this crate's own; a client's further ones cannot replace them.
const OWN: [&str; 8] = [
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
];

/// An authorization request and what proves that an answer and its tokens belong to it.
pub(crate) struct Authorization {
    /// Where the person is sent.
    pub url: Url,
    /// Comes back with the answer.
    pub state: Secret,
    /// Comes back in the ID token, where one is asked for.
    pub nonce: Option<Secret>,
    /// Shows at the token endpoint that the code was asked for here.
    pub verifier: Secret,
    /// Where the answer comes back to.
    pub redirect_uri: String,
}

impl Authorization {
    /// Makes a request with fresh random values.
    ///
    /// # Errors
    /// `invalid_input` if the server signs nobody in by a browser, or knows no safe proof keys.
    pub fn new(
        client: &Client,
        endpoints: &Endpoints,
        redirect_uri: String,
    ) -> Result<Self, Failure> {
        let Some(endpoint) = endpoints.authorization.clone() else {
            return Err(unusable("the server offers no sign-in by a browser"));
        };
        let methods = endpoints.proof_key_methods.as_deref();
        if methods.is_some_and(|methods| !methods.iter().any(|method| method == "S256")) {
            return Err(unusable(
                "the server does not support PKCE with S256, without which a stolen code could be used",
            ));
        }
        let redirect = RedirectUrl::new(redirect_uri.clone())
            .map_err(|_| unusable("the redirect URI is not an address"))?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let oauth = BasicClient::new(ClientId::new(client.id.clone()))
            .set_auth_uri(AuthUrl::from_url(endpoint))
            .set_redirect_uri(redirect);
        let mut request = oauth
            .authorize_url(|| CsrfToken::new_random_len(RANDOM_BYTES))
            .set_pkce_challenge(challenge);
        if !client.quirks.skip_scope_on_auth {
            request = request.add_scopes(client.scopes.iter().cloned().map(Scope::new));
        }
        let nonce = id_token::is_asked_for(client, endpoints)
            .then(|| CsrfToken::new_random_len(RANDOM_BYTES).into_secret());
        if let Some(nonce) = &nonce {
            request = request.add_extra_param("nonce", nonce.clone());
        }
        for (name, value) in &client.parameters {
            if !OWN.contains(&name.as_str()) {
                request = request.add_extra_param(name.clone(), value.clone());
            }
        }
        let (url, state) = request.url();
        Ok(Self {
            url,
            state: Secret::new(state.into_secret()),
            nonce: nonce.map(Secret::new),
            verifier: Secret::new(verifier.into_secret()),
            redirect_uri,
        })
    }
}

pub(crate) fn unusable(why: &str) -> Failure {
    Failure::new(
        ErrorCode::InvalidInput,
        "Sign-in",
        format!("Sign-in cannot begin: {why}."),
        "Check the server's address, or choose another way to sign in.",
    )
}

#[cfg(test)]
#[path = "authorization_tests.rs"]
mod tests;
