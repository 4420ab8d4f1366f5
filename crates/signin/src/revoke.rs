//! Gives tokens back: RFC 7009.

use nexus_http::Http;
use nexus_model::{Failure, Secret};
use url::Url;

use crate::oauth_endpoint::OAuthEndpoint;
use crate::{Client, Tokens};

/// What came of giving tokens back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    /// The server no longer takes them.
    Done,
    /// The server has no endpoint for it; the tokens end by themselves.
    NotOffered,
}

/// Revokes the refresh token and the access token.
///
/// # Errors
/// What the server answers, or why there is no reply. Tokens that are no longer good are none.
pub async fn revoke(http: &Http, client: &Client, tokens: &Tokens) -> Result<Revoked, Failure> {
    let endpoints = client.server.endpoints(http).await?;
    let Some(url) = &endpoints.revocation else { return Ok(Revoked::NotOffered) };
    // The refresh token first: with it most servers revoke its access tokens (section 2.1).
    if let Some(refresh) = &tokens.refresh {
        give_back(http, client, url, refresh, "refresh_token").await?;
    }
    give_back(http, client, url, &tokens.access, "access_token").await?;
    Ok(Revoked::Done)
}

async fn give_back(
    http: &Http,
    client: &Client,
    url: &Url,
    token: &Secret,
    kind: &str,
) -> Result<(), Failure> {
    let endpoint = OAuthEndpoint::new(http, client, url, "Revocation", &[token])?;
    let form = [("token", token.expose()), ("token_type_hint", kind)];
    match endpoint.ask(&form).await {
        Err(failure) if is_as_good(kind, &failure) => Ok(()),
        asked => asked.map(drop),
    }
}

/// Refusals after which nothing is left to do: Google's word for a token that is revoked already,
/// and access tokens that a server cannot revoke because nobody asks it about them (section 2.2.1).
fn is_as_good(kind: &str, failure: &Failure) -> bool {
    match failure.provider_code.as_deref() {
        Some("invalid_token") => true,
        Some("unsupported_token_type") => kind == "access_token",
        _ => false,
    }
}
