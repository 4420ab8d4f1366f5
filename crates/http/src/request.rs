use nexus_model::{ErrorCode, Failure, Secret};
use reqwest::Method;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use crate::http::MOST_BYTES;
use crate::{Api, Call, Reply};

/// A request being put together.
#[derive(Debug)]
#[must_use]
pub struct Request<'a> {
    api: &'a Api,
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Vec<u8>,
    most_bytes: usize,
    call: Call,
    /// Whether the credential fits into a header: one line of text.
    is_sendable: bool,
}

impl<'a> Request<'a> {
    pub(crate) fn new(api: &'a Api, method: Method, url: Url, operation: &'static str) -> Self {
        let headers =
            HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let call = api.call(operation);
        let (body, most_bytes) = (Vec::new(), MOST_BYTES);
        Self { api, method, url, headers, body, most_bytes, call, is_sendable: true }
    }

    /// Names the region, zone or project the call is made in, for its failure.
    pub fn in_region(mut self, region: &str) -> Self {
        self.call = self.call.in_region(region);
        self
    }

    /// Adds a pair to the query, escaped.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.url.query_pairs_mut().append_pair(name, &value.to_string());
        self
    }

    /// Sets a header that is not secret.
    pub fn header(self, name: &'static str, value: &str) -> Self {
        self.put(HeaderName::from_static(name), value, false)
    }

    /// Sets a header that is never shown.
    pub fn secret_header(self, name: &'static str, value: &Secret) -> Self {
        self.put(HeaderName::from_static(name), value.expose().trim(), true)
    }

    /// Sets a header of any name; a secret one is never shown.
    pub fn any_header(mut self, name: &str, value: &str, is_secret: bool) -> Self {
        match HeaderName::from_bytes(name.as_bytes()) {
            Ok(name) => self.put(name, value, is_secret),
            Err(_) => {
                self.is_sendable = false;
                self
            }
        }
    }

    /// Sets the body; its type is a header of the caller's.
    pub fn any_body(mut self, body: &str) -> Self {
        self.body = body.into();
        self
    }

    /// `Authorization: Bearer` (RFC 6750, section 2.1).
    pub fn bearer(self, token: &Secret) -> Self {
        let value = Secret::new(format!("Bearer {}", token.expose().trim()));
        self.put(AUTHORIZATION, value.expose(), true)
    }

    /// A form as the body.
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        let body = text.extend_pairs(fields).finish().into_bytes();
        self.body("application/x-www-form-urlencoded", body)
    }

    /// JSON as the body.
    pub fn json_body(mut self, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => self.body("application/json", body),
            Err(_) => {
                self.is_sendable = false;
                self
            }
        }
    }

    /// Takes no reply longer than this.
    pub fn at_most(mut self, bytes: usize) -> Self {
        self.most_bytes = bytes;
        self
    }

    /// The address it will be sent to, for a signature that covers it.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Sends it and returns a success.
    ///
    /// # Errors
    /// The vendor's refusal, or why there is no reply.
    pub async fn send(self) -> Result<Reply, Failure> {
        let (api, call, most_bytes) = (self.api, self.call.clone(), self.most_bytes);
        let request = self.ready()?;
        api.http.send(api.outgoing(request, &call, most_bytes)).await
    }

    /// Sends it so that it arrives once at most, and returns the reply whatever its status: for
    /// what a server takes only once, such as a code or a refresh token that rotates. It is tried
    /// again only while no connection stands. The body of a refusal has the secrets taken out.
    ///
    /// # Errors
    /// Why there is no reply, and `bad_response` for a redirect.
    pub async fn send_once(self) -> Result<Reply, Failure> {
        let (api, call, most_bytes) = (self.api, self.call.clone(), self.most_bytes);
        let request = self.ready()?;
        api.http.send_once(api.outgoing(request, &call, most_bytes)).await
    }

    /// Sends what changes something and returns a success. It is sent again only where it was
    /// certainly not carried out: while no connection stands, and when the vendor asks to wait.
    ///
    /// # Errors
    /// As [`Request::send`].
    pub async fn command(self) -> Result<Reply, Failure> {
        let (api, call, most_bytes) = (self.api, self.call.clone(), self.most_bytes);
        let request = self.ready()?;
        api.http.command(api.outgoing(request, &call, most_bytes)).await
    }

    /// Sends it and reads the reply's JSON.
    ///
    /// # Errors
    /// As [`Request::send`], and `bad_response` for a reply that is not what is documented.
    pub async fn json<T: DeserializeOwned>(self) -> Result<T, Failure> {
        let call = self.call.clone();
        self.send().await?.json(&call)
    }

    fn ready(self) -> Result<reqwest::Request, Failure> {
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
        // RFC 9110, section 8.6: some proxies answer 411 to a POST that does not tell.
        if self.body.is_empty() && request.method() == Method::POST {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        *request.body_mut() = (!self.body.is_empty()).then(|| self.body.into());
        Ok(request)
    }

    fn body(mut self, kind: &'static str, body: Vec<u8>) -> Self {
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        self.body = body;
        self
    }

    fn put(mut self, name: HeaderName, text: &str, is_secret: bool) -> Self {
        match HeaderValue::from_str(text) {
            Ok(mut value) => {
                value.set_sensitive(is_secret);
                self.headers.insert(name, value);
            }
            Err(_) => self.is_sendable = false,
        }
        self
    }
}
