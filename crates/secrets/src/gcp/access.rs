//! Calls with a token.

use nexus_http::{Api, Http, unreadable};
use nexus_model::{Endpoint, Failure, Secret};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::descriptor::{ENDPOINT, PROJECT_ID};
use super::error::parse_error;
use super::login::{Form, Login, Proof};
use crate::BackendConfig;
use crate::backends::invalid;
use crate::bearer::{Bearer, Token};
use crate::common::field;

/// <https://docs.cloud.google.com/secret-manager/docs/reference/rest#service-endpoint>
const SERVICE: &str = "https://secretmanager.googleapis.com";

/// Where Google grants tokens, and whom it expects an assertion to be for.
const TOKENS: &str = "https://oauth2.googleapis.com/token";

/// One project's secrets, or those of one location of it, with a login.
pub(super) struct Access {
    http: Http,
    api: Api,
    /// Path of what holds the secrets: `v1/projects/{project}[/locations/{location}]`.
    parent: Vec<String>,
    pub(super) is_regional: bool,
    /// The address of an emulator on this machine, which then grants the tokens too.
    local: Option<Endpoint>,
    login: Login,
    bearer: Bearer,
}

/// A call, which may have to be made twice.
pub(super) struct Ask<'a> {
    pub(super) operation: &'static str,
    pub(super) method: &'static str,
    /// The path below the parent.
    pub(super) path: &'a [&'a str],
    pub(super) query: &'a [(&'a str, &'a str)],
    pub(super) body: Option<Value>,
}

/// <https://developers.google.com/identity/protocols/oauth2/service-account#response>
#[derive(Deserialize)]
struct Granted {
    access_token: Secret,
    token_type: String,
    /// Seconds.
    expires_in: i64,
}

impl Access {
    /// # Errors
    /// `invalid_input` naming the field that cannot be used.
    pub(super) fn of(config: &BackendConfig, http: &Http) -> Result<Self, Failure> {
        let project = field(config, PROJECT_ID).unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte);
        if project.is_empty() || !project.bytes().all(plain) || project.starts_with('.') {
            let message = format!("“{project}” is no project ID of Google Cloud.");
            return Err(invalid(PROJECT_ID, message, "Write it as in my-project-123."));
        }
        let endpoint = field(config, ENDPOINT).map(of_google).transpose()?;
        let local = endpoint.clone().filter(|endpoint| !is_of_google(endpoint));
        let location = endpoint.as_ref().and_then(location);
        let mut parent = vec!["v1".to_owned(), "projects".to_owned(), project.to_owned()];
        let is_regional = location.is_some();
        parent.extend(location.into_iter().flat_map(|name| ["locations".to_owned(), name]));
        Ok(Self {
            api: Api::new(http, endpoint.as_ref(), SERVICE, [], parse_error)?,
            login: Login::of(config, local.is_some())?,
            http: http.clone(),
            parent,
            is_regional,
            local,
            bearer: Bearer::default(),
        })
    }

    /// The project, and the location if it is one's.
    pub(super) fn project(&self) -> String {
        self.parent[2..].join("/")
    }

    /// What a failure says of a call.
    pub(super) fn told(&self, operation: &'static str) -> nexus_http::Call {
        self.api.call(operation)
    }

    /// Asks and reads the reply.
    pub(super) async fn ask<T: DeserializeOwned>(&self, ask: Ask<'_>) -> Result<T, Failure> {
        let (parent, ask) = (self.parent.iter().map(String::as_str), &ask);
        let path: Vec<_> = parent.chain(ask.path.iter().copied()).collect();
        let path = path.as_slice();
        let call = |token: Secret| async move {
            let api = self.api.clone().keeping(&token);
            let url = api.get(ask.operation, path).url().clone();
            let request = api.request(ask.operation, ask.method, &url)?;
            let pairs = ask.query.iter();
            let request = pairs.fold(request, |request, (name, value)| request.query(name, value));
            let request = match &ask.body {
                Some(body) => request.json_body(body),
                None => request,
            };
            request.bearer(&token).json().await
        };
        self.bearer.call(|| self.issue(), call).await
    }

    /// Exchanges the login for a token. An emulator gets an assertion that is good for itself alone.
    async fn issue(&self) -> Result<Token, Failure> {
        let proof = self.login.proof(self.local.is_some()).await?;
        let url = match (&self.local, &proof) {
            (Some(local), _) => format!("{}/token", local.as_str()),
            (None, Proof::Key(key)) => key.token_uri.to_string(),
            (None, Proof::Person(_)) => TOKENS.to_owned(),
        };
        let audience = if self.local.is_some() { &url } else { TOKENS };
        let Form { fields, secrets } = proof.form(audience)?;
        let api = Api::new(&self.http, None, &url, secrets, parse_error)?;
        let form: Vec<_> = fields.iter().map(|(name, value)| (*name, value.expose())).collect();
        let granted: Granted = api.post("token", &[]).form(&form).json().await?;
        if !granted.token_type.eq_ignore_ascii_case("bearer") {
            return Err(unreadable(&api.call("token"), "the token is not a bearer token"));
        }
        Ok(Token::for_seconds(granted.access_token, granted.expires_in))
    }
}

/// An address of Google's, or of an emulator on this machine: a token goes nowhere else.
fn of_google(text: &str) -> Result<Endpoint, Failure> {
    let remedy = "Leave it empty, or write https://secretmanager.LOCATION.rep.googleapis.com.";
    let endpoint = Endpoint::parse(text)
        .map_err(|why| invalid(ENDPOINT, format!("The endpoint cannot be used: {why}"), remedy))?;
    let is_local = host(&endpoint)
        .is_some_and(|host| host == "localhost" || host == "[::1]" || host.starts_with("127."));
    if is_of_google(&endpoint) || is_local {
        return Ok(endpoint);
    }
    Err(invalid(ENDPOINT, "The endpoint is not Google's, so no token is sent there.", remedy))
}

fn is_of_google(endpoint: &Endpoint) -> bool {
    host(endpoint).is_some_and(|host| host.ends_with(".googleapis.com"))
}

/// The location that a regional endpoint is of:
/// <https://docs.cloud.google.com/secret-manager/docs/regional-endpoints>.
fn location(endpoint: &Endpoint) -> Option<String> {
    let host = host(endpoint)?;
    let name = host.strip_prefix("secretmanager.")?.strip_suffix(".rep.googleapis.com")?;
    Some(name.to_owned())
}

fn host(endpoint: &Endpoint) -> Option<String> {
    Url::parse(endpoint.as_str()).ok()?.host_str().map(str::to_owned)
}
