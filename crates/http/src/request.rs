use nexus_model::{ErrorCode, Failure, Secret};
use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use serde::de::DeserializeOwned;
use url::Url;

use crate::{Api, Call, Reply};

/// A request being put together.
#[derive(Debug)]
#[must_use]
pub struct Request<'a> {
    api: &'a Api,
    method: Method,
    url: Url,
    headers: HeaderMap,
    call: Call,
    /// Whether the credential fits into a header: one line of text.
    is_sendable: bool,
}

impl<'a> Request<'a> {
    pub(crate) fn new(api: &'a Api, method: Method, url: Url, operation: &'static str) -> Self {
        let headers =
            HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let call = api.call(operation);
        Self { api, method, url, headers, call, is_sendable: true }
    }

    /// Adds a pair to the query, escaped.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.url.query_pairs_mut().append_pair(name, &value.to_string());
        self
    }

    /// `Authorization: Bearer` (RFC 6750, section 2.1).
    pub fn bearer(mut self, token: &Secret) -> Self {
        let text = Secret::new(format!("Bearer {}", token.expose().trim()));
        match HeaderValue::from_str(text.expose()) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(AUTHORIZATION, value);
            }
            Err(_) => self.is_sendable = false,
        }
        self
    }

    /// Sends it and returns a success.
    ///
    /// # Errors
    /// The vendor's refusal, or why there is no reply.
    pub async fn send(self) -> Result<Reply, Failure> {
        if !self.is_sendable {
            let message = format!(
                "{} cannot be sent: the credential is not one line of text.",
                self.call.subject()
            );
            let remedy =
                "Paste the provider's credential again, without line ends or unusual characters.";
            return Err(Failure::new(
                ErrorCode::InvalidInput,
                self.call.operation,
                message,
                remedy,
            ));
        }
        let mut request = reqwest::Request::new(self.method, self.url);
        *request.headers_mut() = self.headers;
        let api = self.api;
        api.http.send(request, &self.call, &api.secrets, api.parse_error).await
    }

    /// Sends it and reads the reply's JSON.
    ///
    /// # Errors
    /// As [`Request::send`], and `bad_response` for a reply that is not what is documented.
    pub async fn json<T: DeserializeOwned>(self) -> Result<T, Failure> {
        let call = self.call.clone();
        self.send().await?.json(&call)
    }
}
