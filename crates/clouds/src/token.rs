//! What clouds share that are asked with one API token.

use nexus_http::{Api, Call, Http, ParseError, Request};
use nexus_model::{Account, Failure, Secret};

use crate::credential::{form, missing, secret_word};
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
        schema: form([(TOKEN, secret_word("API token", description, length))], &[TOKEN]),
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
        let token = account.secret(TOKEN).cloned();
        let token = token.ok_or_else(|| missing(TOKEN, "API token"))?;
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
