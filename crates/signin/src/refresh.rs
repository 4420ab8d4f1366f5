//! A new access token for a refresh token: RFC 6749, section 6.

use nexus_http::Http;
use nexus_model::{Failure, Secret, Timestamp};

use crate::discovery::DISCOVERY;
use crate::issued::Issued;
use crate::oauth_endpoint::OAuthEndpoint;
use crate::{Client, Tokens};

/// Asks for a new access token, once. A server that rotates refresh tokens sends a new one, which
/// must be kept before the old one is forgotten; without one the old one stays.
///
/// Nothing is sent a second time: a server that rotates may have taken the token although its
/// reply was lost, and takes its reuse for theft (RFC 9700, section 4.14.2).
///
/// # Errors
/// What the server answers, or why there is no reply; [`needs_person`] tells them apart.
pub async fn refresh(http: &Http, client: &Client, refresh: &Secret) -> Result<Tokens, Failure> {
    let endpoints = client.server.endpoints(http).await?;
    let endpoint = OAuthEndpoint::new(http, client, &endpoints.token, "Token refresh", &[refresh])?;
    let asked_at = Timestamp::now();
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh.expose())];
    let reply = endpoint.ask(&form).await?;
    // An ID token that may come along is not read: who signed in is known, and a fault in it must
    // not cost the new refresh token.
    Ok(Issued::read(&reply, &endpoint.call(), asked_at)?.tokens)
}

/// Whether a failed refresh can only be mended by the person signing in again: the server itself
/// said no. Trouble of the network or of the server is worth another try, and so is metadata that
/// is not found, which says nothing of the token.
pub fn needs_person(failure: &Failure) -> bool {
    let was_refused = matches!(failure.http_status, Some(400..=499));
    (was_refused || failure.code.needs_reconnect())
        && !failure.code.is_retryable()
        && failure.operation != DISCOVERY
}

#[cfg(test)]
mod tests {
    use nexus_model::{ErrorCode, Failure};
    use rstest::rstest;

    use super::needs_person;

    #[rstest]
    #[case(ErrorCode::Expired, Some(400), "Token refresh", true)]
    #[case(ErrorCode::Expired, Some(200), "Token refresh", true)]
    #[case(ErrorCode::BadResponse, Some(403), "CreateToken", true)]
    #[case(ErrorCode::ProviderError, Some(408), "Token refresh", false)]
    #[case(ErrorCode::RateLimited, Some(429), "Token refresh", false)]
    #[case(ErrorCode::ProviderError, Some(503), "Token refresh", false)]
    #[case(ErrorCode::UnreachableTimeout, None, "Token refresh", false)]
    #[case(ErrorCode::BadResponse, None, "Token refresh", false)]
    #[case(ErrorCode::NotFound, Some(404), "OpenID discovery", false)]
    fn only_the_servers_own_no_needs_the_person(
        #[case] code: ErrorCode,
        #[case] status: Option<u16>,
        #[case] operation: &str,
        #[case] expected: bool,
    ) {
        let mut failure = Failure::new(code, operation, "", "");
        failure.http_status = status;
        assert_eq!(needs_person(&failure), expected);
    }
}
