//! The pages that a browser is shown when it comes back.

use data_encoding::BASE64;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Bytes;
use sha2::{Digest, Sha256};

use crate::answer::NotTheAnswer;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const ICON: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../icons/icon.svg"));

/// What a page says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// The answer has come.
    Answered,
    /// The person refused, or the server did.
    Refused,
    /// Not sent to this address by its name: a page of another site may be behind it.
    WrongHost,
    /// No such page.
    WrongPath,
    /// A browser comes back with GET.
    WrongMethod,
    /// Not the answer that is waited for.
    NotTheAnswer(NotTheAnswer),
}

impl Page {
    /// Status, title and text.
    fn words(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Answered => (
                StatusCode::OK,
                "Back to the app",
                "Nexus Access Vault has the answer and goes on by itself. You can close this tab.",
            ),
            Self::Refused => (
                StatusCode::OK,
                "Not signed in",
                "The sign-in was refused. Nexus Access Vault says more. You can close this tab.",
            ),
            Self::WrongHost => (
                StatusCode::MISDIRECTED_REQUEST,
                "Wrong address",
                "This page was asked for under another name than its own, so nothing was done.",
            ),
            Self::WrongPath => (
                StatusCode::NOT_FOUND,
                "Nothing here",
                "Nexus Access Vault waits here for a sign-in, at another path. Nothing was done.",
            ),
            Self::WrongMethod => (
                StatusCode::METHOD_NOT_ALLOWED,
                "Nothing to send here",
                "A sign-in comes back by a link, not by a form. Nothing was done.",
            ),
            Self::NotTheAnswer(NotTheAnswer::Malformed) => (
                StatusCode::BAD_REQUEST,
                "This is no answer",
                "The link lacks what an answer has. Go back to the app and open the sign-in again.",
            ),
            Self::NotTheAnswer(NotTheAnswer::OtherState) => (
                StatusCode::BAD_REQUEST,
                "Not this sign-in",
                "The link belongs to another sign-in, perhaps an older one. Go back to the app and open the sign-in again.",
            ),
            Self::NotTheAnswer(NotTheAnswer::Second) => (
                StatusCode::CONFLICT,
                "Answered already",
                "This sign-in has had its answer. You can close this tab.",
            ),
        }
    }

    /// The page, which loads nothing, runs nothing, is kept nowhere and tells nobody its address.
    pub fn response(&self) -> Response<Full<Bytes>> {
        let (status, title, text) = self.words();
        let html = PAGE
            .replace("{style}", STYLE)
            .replace("{icon}", ICON)
            .replace("{title}", title)
            .replace("{text}", text);
        let mut response = Response::new(Full::new(Bytes::from(html)));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Ok(policy) = HeaderValue::from_str(&policy()) {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
        if *self == Self::WrongMethod {
            headers.insert(ALLOW, HeaderValue::from_static("GET"));
        }
        response
    }
}

/// Nothing but the one style, which is named by its hash.
fn policy() -> String {
    let style = BASE64.encode(&Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
}
