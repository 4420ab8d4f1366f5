//! What clouds share that are asked with one API token.

use nexus_http::{Api, Call, Http, ParseError, Request};
use nexus_model::{Account, ErrorCode, Failure, Secret};
use serde_json::{Value, json};

use crate::{AuthKind, Guide};

/// Name of the token's field.
const TOKEN: &str = "token";

/// The auth kind: one secret field of this many characters.
pub(crate) fn auth_kind(
    summary: &str,
    description: &str,
    length: std::ops::RangeInclusive<u32>,
    guide: Guide,
) -> AuthKind {
    AuthKind {
        id: TOKEN.into(),
        name: "API token".into(),
        summary: summary.into(),
        schema: schema(description, length),
        guide,
        sign_in: None,
    }
}

/// A vendor's API, asked with the account's token.
pub(crate) struct TokenApi {
    api: Api,
    token: Secret,
}

impl TokenApi {
    /// At the account's endpoint, or at the vendor's.
    ///
    /// # Errors
    /// `invalid_input` for a credential without its token.
    pub(crate) fn new(
        http: &Http,
        account: &Account,
        vendors: &str,
        parse_error: ParseError,
    ) -> Result<Self, Failure> {
        let token = account.secret(TOKEN).cloned().ok_or_else(|| {
            let remedy = "Edit the provider's credential and fill it in.";
            Failure::new(ErrorCode::InvalidInput, "credential", "The API token is missing.", remedy)
                .in_field(TOKEN)
        })?;
        Self::with(http, account, vendors, token, parse_error)
    }

    /// The same with a token that is not a field of the credential.
    ///
    /// # Errors
    /// As [`Api::new`].
    pub(crate) fn with(
        http: &Http,
        account: &Account,
        vendors: &str,
        token: Secret,
        parse_error: ParseError,
    ) -> Result<Self, Failure> {
        let endpoint = account.endpoint.as_ref();
        let api = Api::new(http, endpoint, vendors, [token.clone()], parse_error)?;
        Ok(Self { api, token })
    }

    /// A GET with the token as its bearer.
    pub(crate) fn get(&self, operation: &'static str, path: &[&str]) -> Request<'_> {
        self.api.get(operation, path).bearer(&self.token)
    }

    /// A POST with the token as its bearer.
    pub(crate) fn post(&self, operation: &'static str, path: &[&str]) -> Request<'_> {
        self.api.post(operation, path).bearer(&self.token)
    }

    /// What a failure says of a call.
    pub(crate) fn call(&self, operation: &'static str) -> Call {
        self.api.call(operation)
    }
}

fn schema(description: &str, length: std::ops::RangeInclusive<u32>) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            TOKEN: {
                "type": "string",
                "title": "API token",
                "description": description,
                "writeOnly": true,
                "minLength": length.start(),
                "maxLength": length.end(),
                "pattern": "^[!-~]+$"
            }
        },
        "required": [TOKEN],
        "additionalProperties": false,
        "x-order": [TOKEN]
    })
}
