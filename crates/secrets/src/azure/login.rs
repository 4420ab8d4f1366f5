//! A token for an app registration: OAuth 2.0 client credentials.
//! <https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow>

use nexus_http::{Api, Http, unreadable};
use nexus_model::{Failure, Secret};
use serde::Deserialize;

use super::descriptor::{CLIENT_ID, CLIENT_SECRET, TENANT_ID};
use super::error::parse_error;
use crate::BackendConfig;
use crate::backends::invalid;
use crate::bearer::Token;
use crate::common::field;

/// An app registration, and where tokens are granted to it.
pub(super) struct Login {
    api: Api,
    tenant: String,
    client: String,
    secret: Secret,
    scope: String,
}

/// <https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow#successful-response-1>
#[derive(Deserialize)]
struct Granted {
    access_token: Secret,
    token_type: String,
    /// Seconds.
    expires_in: i64,
}

impl Login {
    /// # Errors
    /// `invalid_input` for a tenant or application that cannot be one.
    pub(super) fn of(
        config: &BackendConfig,
        http: &Http,
        authority: &str,
        scope: String,
    ) -> Result<Self, Failure> {
        let id = |name: &'static str, what: &str| {
            let text = field(config, name).unwrap_or_default();
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
            if text.is_empty() || text.starts_with('.') || !text.bytes().all(plain) {
                let remedy = "Copy it from the app registration's overview in the Azure portal.";
                return Err(invalid(name, format!("“{text}” is no {what} ID."), remedy));
            }
            Ok(text.to_owned())
        };
        let secret = config.secrets.get(CLIENT_SECRET).cloned();
        let secret = secret.unwrap_or_else(|| Secret::new(""));
        Ok(Self {
            api: Api::new(http, None, authority, [secret.clone()], parse_error)?,
            tenant: id(TENANT_ID, "tenant")?,
            client: id(CLIENT_ID, "application")?,
            secret,
            scope,
        })
    }

    pub(super) async fn issue(&self) -> Result<Token, Failure> {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.client.as_str()),
            ("client_secret", self.secret.expose().trim()),
            ("scope", self.scope.as_str()),
        ];
        let path = [self.tenant.as_str(), "oauth2", "v2.0", "token"];
        let granted: Granted = self.api.post("GetToken", &path).form(&form).json().await?;
        if !granted.token_type.eq_ignore_ascii_case("bearer") {
            return Err(unreadable(&self.api.call("GetToken"), "the token is not a bearer token"));
        }
        Ok(Token::for_seconds(granted.access_token, granted.expires_in))
    }
}
