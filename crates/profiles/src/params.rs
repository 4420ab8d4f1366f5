use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is particular to an API. Which parts an authentication uses is said in its own file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Params {
    /// JSON Schema of the credential: a flat object of strings. The form is drawn from it.
    #[specta(type = Option<specta_typescript::Unknown>)]
    pub credential_schema: Option<Value>,
    /// Header that carries the credential or the signature; `Authorization` if none is named.
    pub header_name: Option<String>,
    /// What stands before the credential in that header: `Bearer ` in `Authorization` and nothing
    /// in other headers, if it is not given. In a signature's, `${timestamp}` is the moment in
    /// seconds.
    pub prefix: Option<String>,
    /// `query_param`: name of the parameter; `api_key` if none is named.
    pub param_name: Option<String>,
    /// `aws_sigv4`: the service's signing name.
    pub service: Option<String>,
    /// `aws_sigv4`: the region.
    pub region: Option<String>,
    /// `hmac_payload`: the hash; SHA-256 if none is named.
    pub algo: Option<Algorithm>,
    /// `hmac_payload`: how the signature is written; hex if it is not said.
    pub encoding: Option<Encoding>,
    /// `hmac_payload`: what is signed, made of `${body}`, `${timestamp}`, `${method}` and
    /// `${path}`; `${body}` if it is not given.
    #[serde(default)]
    pub payload: Option<String>,
    /// Further headers of each request; `${field}` stands for a field of the credential.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// `oauth2`: further parameters of the authorization request, such as `access_type`.
    #[serde(default)]
    pub auth_params: BTreeMap<String, String>,
    /// `oauth2`: how the client shows who it is at the token endpoint.
    pub auth_header: Option<ClientAuth>,
    /// `oauth2`: leave `scope` out of the authorization request (Salesforce).
    pub skip_scope_on_auth: bool,
    /// `oauth2`: leave `scope` out of the exchange (Salesforce).
    pub skip_scope_on_exchange: bool,
    /// `oauth2`: what is registered as the redirect URI, if it must not be the app's usual one: a
    /// port of this machine such as `http://localhost:27183/`, or the app's own scheme.
    #[serde(default)]
    pub redirect_uri: Option<String>,
}

/// Hashes of a signature (RFC 6234).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Algorithm {
    /// SHA-256.
    #[default]
    Sha256,
    /// SHA-1.
    Sha1,
}

/// Ways to write a signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// Lower-case hexadecimal.
    #[default]
    Hex,
    /// Base64 with padding (RFC 4648, section 4).
    Base64,
}

/// Ways of a client to show who it is (OpenID Connect Core 1.0, section 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuth {
    /// Id and secret in the body.
    #[default]
    ClientSecretPost,
    /// Id and secret in `Authorization: Basic`.
    ClientSecretBasic,
}
