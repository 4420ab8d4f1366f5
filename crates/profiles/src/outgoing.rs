use nexus_model::{Failure, Secret};
use url::Url;

use crate::failures::unusable;
use crate::{ProfileRequest, header};

/// A request on its way, as authentications see and complete it.
#[derive(Debug)]
pub(crate) struct Outgoing {
    /// `GET`, `POST`, …
    pub method: String,
    /// The whole address; an authentication may add to its query, never change its host.
    pub url: Url,
    /// What the person and the profile set.
    pub headers: Vec<(String, String)>,
    /// What an authentication set.
    pub proofs: Vec<(String, Secret)>,
    /// The body.
    pub body: String,
    /// What was made of the credential and must not be shown either.
    pub derived: Vec<Secret>,
}

impl Outgoing {
    /// The request as it was asked for.
    pub fn new(request: &ProfileRequest, url: Url) -> Result<Self, Failure> {
        let method = request.method.trim().to_ascii_uppercase();
        let is_word = !method.is_empty() && method.bytes().all(|c| c.is_ascii_alphabetic());
        // CONNECT and TRACE are for the way to a host, not for its API (RFC 9110, section 9.3).
        if !is_word || ["CONNECT", "TRACE"].contains(&method.as_str()) {
            let remedy = "Use GET, POST, PUT, PATCH, DELETE or HEAD.";
            return Err(unusable("method", "The method is none of an API's.", remedy));
        }
        for (name, value) in &request.headers {
            header::check_name("headers", name)?;
            header::check_text("headers", value)?;
        }
        let body = request.body.clone().unwrap_or_default();
        let mut outgoing = Self {
            method,
            url,
            headers: request.headers.clone(),
            proofs: Vec::new(),
            body,
            derived: Vec::new(),
        };
        outgoing.name_body();
        Ok(outgoing)
    }

    /// Names the body's type if the person did not.
    fn name_body(&mut self) {
        if self.body.is_empty() {
            return;
        }
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&self.body).is_ok();
        let kind = if is_json { "application/json" } else { "text/plain; charset=utf-8" };
        self.suggest("content-type", kind);
    }

    fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name))
    }

    /// Sets a header that has nothing secret, unless the person did.
    pub fn suggest(&mut self, name: &str, value: &str) {
        if !self.has_header(name) {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Sets a header that is made of the credential.
    ///
    /// # Errors
    /// If the person set the same header, or the credential fits in none.
    pub fn prove(&mut self, name: &str, value: String) -> Result<(), Failure> {
        if self.has_header(name) {
            let message = format!("The header {name} is set by the profile.");
            return Err(unusable("headers", message, "Leave it out of the request."));
        }
        if header::check_text(name, &value).is_err() {
            let message = "The credential does not fit into a header: it is not one line of text.";
            let remedy = "Paste it again, without line ends or unusual characters.";
            return Err(unusable(name, message, remedy));
        }
        self.proofs.push((name.to_owned(), Secret::new(value)));
        Ok(())
    }
}
