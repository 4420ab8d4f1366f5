//! Sign-in by a code that the person confirms on any device: RFC 8628.

use async_trait::async_trait;
use nexus_http::{Http, unreadable};
use nexus_model::{Failure, Secret, Timestamp};
use serde::Deserialize;
use url::Url;

use crate::discovery::is_safe;
use crate::issued::Issued;
use crate::oauth_endpoint::OAuthEndpoint;
use crate::{Client, DeviceCode, DeviceIssuer, DevicePoll, Tokens, authorization, id_token};

/// Seconds between two polls if the server does not say: RFC 8628, section 3.2.
const INTERVAL: u32 = 5;
/// Most characters of a code that a person types; known ones have nine.
const LONGEST: usize = 40;

/// An OAuth server that offers the device flow.
pub struct OAuthDevice {
    http: Http,
    client: Client,
}

/// The reply of the device authorization endpoint: RFC 8628, section 3.2.
#[derive(Deserialize)]
struct Authorized {
    device_code: Secret,
    user_code: String,
    // Google's name came before the standard's.
    #[serde(alias = "verification_url")]
    verification_uri: Url,
    verification_uri_complete: Option<Url>,
    expires_in: u32,
    interval: Option<u32>,
}

impl OAuthDevice {
    /// A client at its server.
    pub fn new(http: &Http, client: Client) -> Self {
        Self { http: http.clone(), client }
    }

    /// What the person is shown, or why it cannot be.
    fn code(authorized: Authorized, asked_at: Timestamp) -> Result<DeviceCode, &'static str> {
        let Authorized { verification_uri: page, verification_uri_complete: full, .. } = authorized;
        if ![Some(&page), full.as_ref()].into_iter().flatten().all(is_safe) {
            return Err("the page for the code is not https");
        }
        let user_code = authorized.user_code;
        let is_shown = |c: char| c.is_ascii_graphic() || c == ' ';
        if user_code.is_empty() || user_code.len() > LONGEST || !user_code.chars().all(is_shown) {
            return Err("its code is not one that a person can type");
        }
        let ends = asked_at.unix() + i64::from(authorized.expires_in);
        Ok(DeviceCode {
            device_code: authorized.device_code,
            user_code,
            verification_uri: page.into(),
            verification_uri_complete: full.map(Into::into),
            expires_at: Timestamp::from_unix(ends).unwrap_or(asked_at),
            interval_seconds: authorized.interval.unwrap_or(INTERVAL),
        })
    }
}

#[async_trait]
impl DeviceIssuer for OAuthDevice {
    async fn start(&self) -> Result<DeviceCode, Failure> {
        let endpoints = self.client.server.endpoints(&self.http).await?;
        let Some(url) = &endpoints.device_authorization else {
            return Err(authorization::unusable("the server offers no sign-in by a device code"));
        };
        let operation = "Device authorization";
        let endpoint = OAuthEndpoint::new(&self.http, &self.client, url, operation, &[])?;
        let scope = self.client.scopes.join(" ");
        let is_asked = !scope.is_empty() && !self.client.quirks.skip_scope_on_auth;
        let form = is_asked.then_some(("scope", scope.as_str()));
        let asked_at = Timestamp::now();
        let reply = endpoint.ask(form.as_slice()).await?;
        let call = endpoint.call();
        let authorized = reply.json(&call)?;
        Self::code(authorized, asked_at).map_err(|why| unreadable(&call, why))
    }

    async fn poll(&self, code: &DeviceCode) -> Result<DevicePoll, Failure> {
        let endpoints = self.client.server.endpoints(&self.http).await?;
        let secrets = [&code.device_code];
        let endpoint = OAuthEndpoint::new(
            &self.http,
            &self.client,
            &endpoints.token,
            "Device token",
            &secrets,
        )?;
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", code.device_code.expose()),
        ];
        let asked_at = Timestamp::now();
        let reply = match endpoint.ask(&form).await {
            Ok(reply) => reply,
            Err(failure) => {
                return match failure.provider_code.as_deref() {
                    Some("authorization_pending") => Ok(DevicePoll::Pending),
                    Some("slow_down") => Ok(DevicePoll::SlowDown),
                    _ => Err(failure),
                };
            }
        };
        let call = endpoint.call();
        let Issued { mut tokens, id_token } = Issued::read(&reply, &call, asked_at)?;
        let (http, client, token) = (&self.http, &self.client, id_token.as_ref());
        tokens.who = id_token::who(http, client, &endpoints, &call, token, None).await?;
        Ok(DevicePoll::Done(Box::new(tokens)))
    }

    async fn refresh(&self, refresh: &Secret) -> Result<Tokens, Failure> {
        crate::refresh(&self.http, &self.client, refresh).await
    }

    async fn revoke(&self, tokens: &Tokens) -> Result<(), Failure> {
        crate::revoke(&self.http, &self.client, tokens).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use nexus_model::{Secret, Timestamp};
    use rstest::rstest;
    use url::Url;

    use super::{Authorized, OAuthDevice};

    #[rstest]
    #[case("ABCD-EFGH", "https://id.example/device", true)]
    #[case("AB CD", "http://127.0.0.1:8080/device", true)]
    #[case("", "https://id.example/device", false)]
    #[case("AB\u{1b}[2J", "https://id.example/device", false)]
    #[case("\u{202e}DCBA", "https://id.example/device", false)]
    #[case(&"A".repeat(41), "https://id.example/device", false)]
    #[case("ABCD-EFGH", "http://id.example/device", false)]
    #[case("ABCD-EFGH", "javascript:alert(1)", false)]
    fn what_a_person_is_shown_is_a_code_and_a_safe_page(
        #[case] user_code: &str,
        #[case] page: &str,
        #[case] expected: bool,
    ) {
        let authorized = Authorized {
            device_code: Secret::new("d3vice"),
            user_code: user_code.to_owned(),
            verification_uri: Url::parse(page).expect("a URL"),
            verification_uri_complete: None,
            expires_in: 600,
            interval: None,
        };
        let code = OAuthDevice::code(authorized, Timestamp::now());
        assert_eq!(code.is_ok(), expected, "{code:?}");
    }
}
