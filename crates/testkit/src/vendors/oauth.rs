//! An authorization server, as far as vendors differ in it: RFC 6749, sections 4.1 and 6, with proof
//! keys (RFC 7636). Its page answers at once, as if the person had consented.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::reply;
use super::rsa::Rsa;
use crate::http::{Request, Response};

/// Signs the ID tokens of all of them.
pub(super) static SIGNER: LazyLock<Rsa> = LazyLock::new(Rsa::generate);
/// Its id.
pub(super) const SIGNER_ID: &str = "signer-1";

/// Codes and refresh tokens that were spent.
static SPENT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
static COUNTER: AtomicUsize = AtomicUsize::new(1);

/// How a redirect is compared with the registered one.
#[derive(Clone, Copy)]
pub(super) enum Redirect {
    /// Letter by letter.
    Exact(&'static str),
    /// But for its port: the scheme and host.
    AnyPort(&'static str),
}

/// One vendor's server and the client that is registered with it.
pub(super) struct OAuth {
    pub client: &'static str,
    /// `None` for a public client.
    pub secret: Option<&'static str>,
    pub redirect: Redirect,
    /// Every scope it knows, but for those of the endpoint itself.
    pub scopes: &'static [&'static str],
    /// Further parameters that a client of ours has to send to the page.
    pub parameters: &'static [(&'static str, &'static str)],
    /// Whether a refresh token is good for one use.
    pub rotates: bool,
    /// The access token.
    pub access: &'static str,
    /// A refusal in the vendor's words: status, word, text.
    pub refuse: fn(u16, &str, &str) -> Response,
    /// Claims of an ID token but for `aud`, `nonce`, `iat` and `exp`, by the server's own address.
    pub id_token: Option<fn(&str) -> Value>,
}

/// What a code stands for.
#[derive(Deserialize, Serialize)]
struct Code {
    number: usize,
    redirect: String,
    challenge: String,
    scope: String,
    nonce: Option<String>,
}

impl OAuth {
    /// The page that a person is sent to.
    pub(super) fn authorize(&self, request: &Request) -> Response {
        let Some(fields) = pairs(request.path.split_once('?').map_or("", |(_, query)| query))
        else {
            return (self.refuse)(400, "invalid_request", "a parameter is there twice");
        };
        let field = |name: &str| fields.get(name).map(String::as_str);
        if request.method != "GET" {
            return (self.refuse)(405, "invalid_request", "the page is opened by GET");
        }
        // Without a client and its redirect there is nowhere to go back to.
        if field("client_id") != Some(self.client) {
            return (self.refuse)(401, "invalid_client", "The OAuth client was not found.");
        }
        let Some(redirect) = field("redirect_uri").filter(|uri| self.redirect.matches(uri)) else {
            let told = format!("The redirect URI {:?} is not registered.", field("redirect_uri"));
            return (self.refuse)(400, "redirect_uri_mismatch", &told);
        };
        let back = |answer: &[(&str, &str)]| {
            let query: String = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(answer)
                .append_pair("state", field("state").unwrap_or_default())
                .finish();
            let mut response = Response::new(302, "text/plain", "");
            response.headers.push(("location".into(), format!("{redirect}?{query}")));
            response
        };
        let refused =
            |word: &str, text: &str| back(&[("error", word), ("error_description", text)]);
        let known = [
            "client_id",
            "redirect_uri",
            "response_type",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
        ];
        let own = |name: &str| self.parameters.iter().any(|(parameter, _)| *parameter == name);
        if let Some(name) = fields.keys().find(|name| !known.contains(&name.as_str()) && !own(name))
        {
            return refused("invalid_request", &format!("The parameter {name} is not known."));
        }
        if self.parameters.iter().any(|(name, value)| field(name) != Some(*value)) {
            return refused("invalid_request", "A parameter of the vendor's own is missing.");
        }
        if field("response_type") != Some("code") {
            return refused("unsupported_response_type", "only code");
        }
        if field("state").is_none_or(str::is_empty) {
            return refused("invalid_request", "state is missing");
        }
        let challenge = field("code_challenge").filter(|text| text.len() == 43);
        let (Some(challenge), Some("S256")) = (challenge, field("code_challenge_method")) else {
            return refused("invalid_request", "a proof key of the method S256 is required");
        };
        let scope = field("scope").unwrap_or_default();
        let is_known = |one: &str| self.scopes.contains(&one) || self.is_own_scope(request, one);
        if scope.is_empty() || !scope.split(' ').all(is_known) {
            return refused("invalid_scope", &format!("A scope of “{scope}” is not known."));
        }
        let code = Code {
            number: COUNTER.fetch_add(1, Ordering::SeqCst),
            redirect: redirect.to_owned(),
            challenge: challenge.to_owned(),
            scope: scope.to_owned(),
            nonce: field("nonce").map(str::to_owned),
        };
        let code = serde_json::to_vec(&code).expect("JSON");
        back(&[("code", &BASE64URL_NOPAD.encode(&code))])
    }

    /// The token endpoint.
    pub(super) fn token(&self, request: &Request) -> Response {
        let refuse = |word: &str, text: &str| (self.refuse)(400, word, text);
        let form = request.header("content-type") == Some("application/x-www-form-urlencoded");
        if request.method != "POST" || !form {
            return refuse("invalid_request", "a form is expected");
        }
        let Some(fields) = pairs(&String::from_utf8_lossy(&request.body)) else {
            return refuse("invalid_request", "a parameter is there twice");
        };
        let field = |name: &str| fields.get(name).map(String::as_str);
        if field("client_id") != Some(self.client) || field("client_secret") != self.secret {
            let word = "invalid_client";
            return (self.refuse)(401, word, "The client or its secret is not known.");
        }
        let known: &[&str] = match field("grant_type") {
            Some("authorization_code") => &["code", "redirect_uri", "code_verifier"],
            Some("refresh_token") => &["refresh_token"],
            _ => return refuse("unsupported_grant_type", "no such grant"),
        };
        let all = ["grant_type", "client_id", "client_secret", "scope"];
        let is_known = |name: &str| known.contains(&name) || all.contains(&name);
        if let Some(name) = fields.keys().find(|name| !is_known(name)) {
            return refuse("invalid_request", &format!("The parameter {name} is not known."));
        }
        match field("code") {
            Some(text) => {
                let code = BASE64URL_NOPAD.decode(text.as_bytes()).ok();
                let code: Option<Code> = code.and_then(|code| serde_json::from_slice(&code).ok());
                let Some(code) = code.filter(|_| spend(text)) else {
                    return refuse("invalid_grant", "The code is not known, or was spent.");
                };
                if field("redirect_uri") != Some(&code.redirect) {
                    return refuse("invalid_grant", "The redirect is another than at the page.");
                }
                let verifier = field("code_verifier").unwrap_or_default();
                let challenge = BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes()));
                if !(43..=128).contains(&verifier.len()) || challenge != code.challenge {
                    return refuse("invalid_grant", "The proof key does not fit.");
                }
                self.issue(request, &code.scope, code.nonce.as_deref(), true)
            }
            None => {
                let token = field("refresh_token").unwrap_or_default();
                let Some(scope) = self.scope_of(token).filter(|_| !self.rotates || spend(token))
                else {
                    return refuse("invalid_grant", "Token has been expired or revoked.");
                };
                self.issue(request, &scope, None, self.rotates)
            }
        }
    }

    /// The revocation endpoint (RFC 7009, section 2.1).
    pub(super) fn revoke(&self, request: &Request) -> Response {
        let fields = pairs(&String::from_utf8_lossy(&request.body)).unwrap_or_default();
        let token = fields.get("token").map(String::as_str).unwrap_or_default();
        if request.method != "POST" || token.is_empty() {
            return (self.refuse)(400, "invalid_request", "a token is expected");
        }
        if self.scope_of(token).is_some() {
            spend(token);
        }
        Response::new(200, "application/json", "{}")
    }

    fn issue(
        &self,
        request: &Request,
        scope: &str,
        nonce: Option<&str>,
        refreshes: bool,
    ) -> Response {
        let mut issued = json!({"access_token": self.access, "token_type": "Bearer", "expires_in": 3599, "scope": scope});
        if refreshes {
            let number = COUNTER.fetch_add(1, Ordering::SeqCst);
            let scope = BASE64URL_NOPAD.encode(scope.as_bytes());
            issued["refresh_token"] = format!("r3fresh-{number}-{}.{scope}", self.client).into();
        }
        if let Some(claims) = self.id_token.filter(|_| scope.split(' ').any(|one| one == "openid"))
        {
            let now = jsonwebtoken::get_current_timestamp();
            let mut claims = claims(&server(request));
            claims["aud"] = self.client.into();
            claims["iat"] = now.into();
            claims["exp"] = (now + 3600).into();
            if let Some(nonce) = nonce {
                claims["nonce"] = nonce.into();
            }
            issued["id_token"] = SIGNER.sign(SIGNER_ID, &claims).into();
        }
        reply(200, &issued)
    }

    /// What a refresh token is for, if it is one of this client that was not spent.
    fn scope_of(&self, token: &str) -> Option<String> {
        let (name, scope) = token.rsplit_once('.')?;
        let is_ours = name.starts_with("r3fresh-") && name.ends_with(self.client);
        let spent = SPENT.lock().unwrap_or_else(PoisonError::into_inner);
        let scope = BASE64URL_NOPAD.decode(scope.as_bytes()).ok()?;
        (is_ours && !spent.contains(token)).then(|| String::from_utf8_lossy(&scope).into_owned())
    }

    /// A scope that is named after the server's own address, as Entra's are.
    fn is_own_scope(&self, request: &Request, scope: &str) -> bool {
        let own = scope.strip_prefix(&server(request));
        own.is_some_and(|name| self.scopes.contains(&name))
    }
}

impl Redirect {
    fn matches(self, uri: &str) -> bool {
        match self {
            Self::Exact(registered) => uri == registered,
            Self::AnyPort(registered) => {
                let port = uri.strip_prefix(registered).and_then(|rest| rest.strip_prefix(':'));
                let port = port.map(|port| port.trim_end_matches('/'));
                port.is_some_and(|port| port.parse::<u16>().is_ok())
            }
        }
    }
}

/// Address that a request was sent to.
pub(super) fn server(request: &Request) -> String {
    format!("http://{}", request.header("host").unwrap_or_default())
}

/// Whether it was not spent before.
fn spend(what: &str) -> bool {
    SPENT.lock().unwrap_or_else(PoisonError::into_inner).insert(what.to_owned())
}

/// A form's pairs; `None` if a name is there twice.
fn pairs(text: &str) -> Option<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
        if all.insert(name.into_owned(), value.into_owned()).is_some() {
            return None;
        }
    }
    Some(all)
}
