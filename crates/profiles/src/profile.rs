use serde::{Deserialize, Serialize};

use crate::Params;

/// Name of the secret field with an OAuth client's secret. It is read from files beside the
/// profile's other fields and never written.
pub const CLIENT_SECRET: &str = "client_secret";

/// How to authenticate with one API, and where it is. The names of its fields are the names in
/// files, on the page and in `nexus --json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Profile {
    /// Unique name: lower-case letters, digits, `-`, `_` and `.`, at most 64.
    pub name: String,
    /// How requests are authenticated.
    pub auth_type: AuthType,
    /// `oauth2`: the client's identifier at the provider.
    pub client_id: Option<String>,
    /// `oauth2`: the OpenID Connect issuer; needed when `enable_discovery` is on.
    pub issuer: Option<String>,
    /// `oauth2`: where a person is sent; needed without discovery.
    pub auth_url: Option<String>,
    /// `oauth2`: where codes and refresh tokens are exchanged; needed without discovery.
    pub token_url: Option<String>,
    /// `oauth2`: where a token is given back (RFC 7009).
    pub revocation_url: Option<String>,
    /// `oauth2`: where a device flow begins (RFC 8628).
    pub device_url: Option<String>,
    /// Root of the API. Requests go below it and to no other host.
    pub api_base_url: Option<String>,
    /// What tells who a credential is: an address, or a path below `api_base_url`.
    pub user_info_endpoint: Option<String>,
    /// `oauth2`: whether the endpoints are read from the issuer's metadata.
    pub enable_discovery: bool,
    /// `oauth2`: scopes that are asked for unless a connection asks for others.
    pub scopes: Vec<String>,
    /// What is particular to the API.
    pub params: Params,
}

/// The ways to authenticate a request.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum AuthType {
    /// A person signs in; the access token goes into a header.
    #[default]
    Oauth2,
    /// A key goes into a header.
    ApiKey,
    /// User name and password (RFC 7617).
    BasicAuth,
    /// AWS Signature Version 4.
    AwsSigv4,
    /// A key goes into the query.
    QueryParam,
    /// A keyed hash of the body goes into a header (RFC 2104).
    HmacPayload,
}

impl AuthType {
    /// All of them, in the order people see them.
    pub const ALL: [Self; 6] = [
        Self::Oauth2,
        Self::ApiKey,
        Self::BasicAuth,
        Self::AwsSigv4,
        Self::QueryParam,
        Self::HmacPayload,
    ];

    /// The word used in files, in JSON and in the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Oauth2 => "oauth2",
            Self::ApiKey => "api_key",
            Self::BasicAuth => "basic_auth",
            Self::AwsSigv4 => "aws_sigv4",
            Self::QueryParam => "query_param",
            Self::HmacPayload => "hmac_payload",
        }
    }
}
