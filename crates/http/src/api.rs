use nexus_model::{Endpoint, ErrorCode, Failure, Secret};
use url::Url;

use crate::http::{Outgoing, discreet};
use crate::{Call, Http, Reply, Request, unreadable};

/// What a vendor's refusals mean.
pub type ParseError = fn(&Call, &Reply) -> Failure;

/// One service of a vendor for one account: where its calls go, how its refusals read, and what
/// must never be quoted.
#[derive(Clone, Debug)]
pub struct Api {
    pub(crate) http: Http,
    base: Url,
    secrets: Vec<Secret>,
    parse_error: ParseError,
}

impl Api {
    /// A service at the account's own endpoint if it has one, and at the vendor's otherwise.
    /// `secrets` is everything that a reply might quote.
    ///
    /// # Errors
    /// `internal` if the vendor's address is no URL, which is a fault of the caller.
    pub fn new(
        http: &Http,
        endpoint: Option<&Endpoint>,
        vendors: &str,
        secrets: impl IntoIterator<Item = Secret>,
        parse_error: ParseError,
    ) -> Result<Self, Failure> {
        let base = Url::parse(endpoint.map_or(vendors, Endpoint::as_str));
        let base = base.ok().filter(|url| !url.cannot_be_a_base()).ok_or_else(|| {
            Failure::new(
                ErrorCode::Internal,
                "find the endpoint",
                "The address of the cloud's API is not one.",
                "Please report it; this is a fault of the app.",
            )
        })?;
        Ok(Self { http: http.clone(), base, secrets: secrets.into_iter().collect(), parse_error })
    }

    /// The same with one more secret, such as a token that was just received.
    #[must_use]
    pub fn keeping(mut self, secret: &Secret) -> Self {
        self.secrets.push(secret.clone());
        self
    }

    /// A GET of the path made of these segments, each escaped; `operation` is the vendor's name of it.
    pub fn get(&self, operation: &'static str, path: &[&str]) -> Request<'_> {
        Request::new(self, reqwest::Method::GET, self.url(path), operation)
    }

    /// A POST to the path made of these segments.
    pub fn post(&self, operation: &'static str, path: &[&str]) -> Request<'_> {
        Request::new(self, reqwest::Method::POST, self.url(path), operation)
    }

    /// A DELETE of the path made of these segments.
    pub fn delete(&self, operation: &'static str, path: &[&str]) -> Request<'_> {
        Request::new(self, reqwest::Method::DELETE, self.url(path), operation)
    }

    /// A GET of a page's address that a reply named.
    ///
    /// # Errors
    /// `bad_response` if it is on another host: the credential is not sent there.
    pub fn follow(&self, operation: &'static str, next: &str) -> Result<Request<'_>, Failure> {
        let url = self.base.join(next).ok().filter(|url| url.origin() == self.base.origin());
        match url {
            Some(url) => Ok(Request::new(self, reqwest::Method::GET, url, operation)),
            None => Err(unreadable(
                &self.call(operation),
                "its next page is on another host, where the credential is not sent",
            )),
        }
    }

    /// A request of any method to an address of this service.
    ///
    /// # Errors
    /// `invalid_input` if the address is on another host, or the method is none.
    pub fn request(
        &self,
        operation: &'static str,
        method: &str,
        url: &Url,
    ) -> Result<Request<'_>, Failure> {
        let method = reqwest::Method::from_bytes(method.as_bytes());
        match method {
            Ok(method) if url.origin() == self.base.origin() => {
                Ok(Request::new(self, method, url.clone(), operation))
            }
            _ => Err(Failure::new(
                ErrorCode::InvalidInput,
                operation,
                "The request is for another host, where the credential is not sent.",
                "Give a path of this API.",
            )),
        }
    }

    /// What a failure says of a call.
    pub fn call(&self, operation: &'static str) -> Call {
        let host = self.base.host_str().unwrap_or_default();
        let host = match self.base.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        Call { operation, region: None, host }
    }

    /// The failure without any of the secrets: for one that was made of a reply to
    /// [`Request::send_once`].
    #[must_use]
    pub fn discreet(&self, failure: Failure) -> Failure {
        discreet(failure, &self.secrets)
    }

    pub(crate) fn outgoing<'a>(
        &'a self,
        request: reqwest::Request,
        call: &'a Call,
        most_bytes: usize,
    ) -> Outgoing<'a> {
        let (secrets, parse_error) = (self.secrets.as_slice(), self.parse_error);
        Outgoing { request, call, secrets, parse_error, most_bytes }
    }

    /// Without segments it is the service's own address as it was given.
    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        match url.path_segments_mut() {
            Ok(mut segments) if !path.is_empty() => {
                segments.pop_if_empty().extend(path);
            }
            _ => {}
        }
        url
    }
}
