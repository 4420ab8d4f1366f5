//! A token for the client itself, without a person: RFC 6749, section 4.4.

use nexus_http::Http;
use nexus_model::{Failure, Timestamp};

use crate::issued::Issued;
use crate::oauth_endpoint::OAuthEndpoint;
use crate::{Client, Tokens};

/// Asks for an access token with the client's own id and secret.
///
/// # Errors
/// What the server answers, or why there is no reply.
pub async fn client_credentials(http: &Http, client: &Client) -> Result<Tokens, Failure> {
    let endpoints = client.server.endpoints(http).await?;
    let endpoint = OAuthEndpoint::new(http, client, &endpoints.token, "Client credentials", &[])?;
    let scope = client.scopes.join(" ");
    let mut form = vec![("grant_type", "client_credentials")];
    if !scope.is_empty() && !client.quirks.skip_scope_on_exchange {
        form.push(("scope", &scope));
    }
    let asked_at = Timestamp::now();
    let reply = endpoint.ask(&form).await?;
    Ok(Issued::read(&reply, &endpoint.call(), asked_at)?.tokens)
}
