//! Calls with a token: a service account's, or that of a person who signed in.

use nexus_http::{Api, unreadable};
use nexus_model::{Account, Failure, Secret, Timestamp};
use nexus_signin::{GoogleKey, google_assertion};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::credential::{self, By};
use super::error::{parse_error, parse_error_for_person};
use crate::{Session, Tools};

/// Whom Google expects an assertion to be for, whichever of its addresses it is sent to.
const AUDIENCE: &str = "https://oauth2.googleapis.com/token";

/// RFC 7523, section 2.1.
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// The least that a service account's calls accept:
/// <https://docs.cloud.google.com/compute/docs/reference/rest/v1/instances/aggregatedList#body.aspect>.
const SCOPE: &str = "https://www.googleapis.com/auth/compute.readonly";

/// What starting, stopping and resetting an instance accepts:
/// <https://docs.cloud.google.com/compute/docs/reference/rest/v1/instances/start#authorization-scopes>.
const WRITE_SCOPE: &str = "https://www.googleapis.com/auth/compute";

/// What gcloud wants for all that it does, Identity-Aware Proxy and OS Login included:
/// <https://docs.cloud.google.com/iap/docs/using-tcp-forwarding>.
const TOOL_SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";

/// What the session is for that reads, and the name of the token in any.
const TOKEN: &str = "token";

/// What the session is for that changes something.
const WRITE_TOKEN: &str = "token to write";

/// What the session is for that gcloud gets.
const TOOL_TOKEN: &str = "token of gcloud";

/// One account's way to Google's APIs.
pub(super) struct Access<'a> {
    tools: &'a Tools,
    account: &'a Account,
    by: By,
}

/// A call, which may have to be made twice.
pub(super) struct Ask<'q> {
    operation: &'static str,
    path: &'q [&'q str],
    query: Vec<(&'q str, String)>,
    /// The JSON of a POST; without one it is a GET.
    body: Option<Value>,
    /// Whether it is a POST that changes something.
    changes: bool,
}

/// <https://developers.google.com/identity/protocols/oauth2/service-account#response>.
#[derive(Deserialize)]
struct Granted {
    access_token: Secret,
    token_type: String,
    /// In seconds.
    expires_in: i64,
}

impl<'q> Ask<'q> {
    /// A GET of this path.
    pub(super) fn get(operation: &'static str, path: &'q [&'q str]) -> Self {
        Self { operation, path, query: Vec::new(), body: None, changes: false }
    }

    /// A POST to this path.
    pub(super) fn post(operation: &'static str, path: &'q [&'q str], body: Value) -> Self {
        Self { body: Some(body), ..Self::get(operation, path) }
    }

    /// A POST to this path, without a body, that changes something.
    pub(super) fn command(operation: &'static str, path: &'q [&'q str]) -> Self {
        Self { changes: true, ..Self::get(operation, path) }
    }

    /// What the session is for that it needs, and the scope of its token.
    fn session(&self) -> (&'static str, &'static str) {
        if self.changes { (WRITE_TOKEN, WRITE_SCOPE) } else { (TOKEN, SCOPE) }
    }

    /// Adds a pair to the query.
    pub(super) fn query(mut self, name: &'q str, value: impl ToString) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    async fn json<T: DeserializeOwned>(&self, api: &Api, token: &Secret) -> Result<T, Failure> {
        let api = api.clone().keeping(token);
        if self.changes {
            let reply = api.post(self.operation, self.path).bearer(token).command().await?;
            return reply.json(&api.call(self.operation));
        }
        let request = match &self.body {
            Some(body) => api.post(self.operation, self.path).json_body(body),
            None => api.get(self.operation, self.path),
        };
        let pairs = self.query.iter();
        let request = pairs.fold(request, |request, (name, value)| request.query(name, value));
        request.bearer(token).json().await
    }
}

impl<'a> Access<'a> {
    /// # Errors
    /// `invalid_input` for a key file that cannot be used, `invalid_credentials` where nobody is
    /// signed in.
    pub(super) fn new(tools: &'a Tools, account: &'a Account) -> Result<Self, Failure> {
        Ok(Self { tools, account, by: credential::by(account)? })
    }

    /// The service account's key, if it is one.
    pub(super) fn key(&self) -> Option<&GoogleKey> {
        match &self.by {
            By::Key(key) => Some(key),
            By::Person(_) => None,
        }
    }

    /// One of Google's APIs, or the account's own endpoint.
    pub(super) fn api(&self, googles: &str) -> Result<Api, Failure> {
        let (secrets, parse_error): (_, nexus_http::ParseError) = match &self.by {
            By::Key(key) => (key.secrets(), parse_error),
            By::Person(token) => (vec![token.clone()], parse_error_for_person),
        };
        Api::new(&self.tools.http, self.account.endpoint.as_ref(), googles, secrets, parse_error)
    }

    /// Asks with the token there is. A service account asks once more with a fresh one if that is
    /// no longer accepted; a person's is renewed by the connection it belongs to.
    pub(super) async fn json<T: DeserializeOwned>(
        &self,
        api: &Api,
        ask: &Ask<'_>,
    ) -> Result<T, Failure> {
        let key = match &self.by {
            By::Key(key) => key,
            By::Person(token) => return ask.json(api, token).await,
        };
        let (purpose, scope) = ask.session();
        let session = self.session(key, purpose, scope).await?;
        match ask.json(api, &token(&session)).await {
            Err(failure) if failure.http_status == Some(401) => {
                self.tools.sessions.refused(self.account, purpose, &session).await;
                ask.json(api, &token(&self.session(key, purpose, scope).await?)).await
            }
            result => result,
        }
    }

    /// A service account's token for gcloud, and when it ends.
    pub(super) async fn tool_token(&self) -> Result<Option<(Secret, Timestamp)>, Failure> {
        let By::Key(key) = &self.by else { return Ok(None) };
        let session = self.session(key, TOOL_TOKEN, TOOL_SCOPE).await?;
        Ok(Some((token(&session), session.expires_at)))
    }

    async fn session(
        &self,
        key: &GoogleKey,
        purpose: &'static str,
        scope: &str,
    ) -> Result<Session, Failure> {
        let grant = self.grant(key, scope);
        self.tools.sessions.get_or_open(self.account, purpose, grant).await
    }

    /// Exchanges an assertion for a token. At a custom endpoint the assertion is for that address
    /// alone, so that whoever answers there cannot spend it at Google.
    async fn grant(&self, key: &GoogleKey, scope: &str) -> Result<Session, Failure> {
        let (audience, path): (_, &[&str]) = match &self.account.endpoint {
            Some(endpoint) => (format!("{}/token", endpoint.as_str()), &["token"]),
            None => (AUDIENCE.to_owned(), &[]),
        };
        let assertion = google_assertion(key, scope, &audience)?;
        let api = self.api(key.token_uri.as_str())?.keeping(&assertion);
        let form = [("grant_type", GRANT), ("assertion", assertion.expose())];
        let granted: Granted = api.post("token", path).form(&form).json().await?;
        if !granted.token_type.eq_ignore_ascii_case("bearer") {
            return Err(unreadable(&api.call("token"), "the token is not a bearer token"));
        }
        let expires_at =
            Timestamp::from_unix(Timestamp::now().unix().saturating_add(granted.expires_in));
        Ok(Session {
            secrets: [(TOKEN.to_owned(), granted.access_token)].into(),
            fields: [].into(),
            expires_at: expires_at.unwrap_or_else(Timestamp::now),
        })
    }
}

fn token(session: &Session) -> Secret {
    // `grant` is the only one that makes these sessions.
    session.secrets.get(TOKEN).cloned().unwrap_or_else(|| Secret::new(""))
}
