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

    fn code(authorized: Authorized, asked_at: Timestamp) -> Option<DeviceCode> {
        let addresses =
            [Some(&authorized.verification_uri), authorized.verification_uri_complete.as_ref()];
        if !addresses.into_iter().flatten().all(is_safe) {
            return None;
        }
        let ends = Timestamp::from_unix(asked_at.unix() + i64::from(authorized.expires_in))?;
        Some(DeviceCode {
            device_code: authorized.device_code,
            user_code: authorized.user_code,
            verification_uri: authorized.verification_uri.into(),
            verification_uri_complete: authorized.verification_uri_complete.map(Into::into),
            expires_at: ends,
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
        Self::code(authorized, asked_at)
            .ok_or_else(|| unreadable(&call, "the page for the code is not https"))
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
        match endpoint.ask(&form).await {
            Ok(reply) => {
                let Issued { mut tokens, id_token } =
                    Issued::read(&reply, &endpoint.call(), asked_at)?;
                let token = id_token.as_ref();
                tokens.who =
                    id_token::who(&self.http, &self.client, &endpoints, token, None).await?;
                Ok(DevicePoll::Done(Box::new(tokens)))
            }
            Err(failure) => match failure.provider_code.as_deref() {
                Some("authorization_pending") => Ok(DevicePoll::Pending),
                Some("slow_down") => Ok(DevicePoll::SlowDown),
                _ => Err(failure),
            },
        }
    }

    async fn refresh(&self, refresh: &Secret) -> Result<Tokens, Failure> {
        crate::refresh(&self.http, &self.client, refresh).await
    }

    async fn revoke(&self, tokens: &Tokens) -> Result<(), Failure> {
        crate::revoke(&self.http, &self.client, tokens).await.map(drop)
    }
}
