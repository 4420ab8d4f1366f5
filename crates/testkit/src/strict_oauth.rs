//! An OAuth server with an API behind it, where a test must count, break and rotate: strict about
//! codes, proof keys and refresh tokens, and consenting at once.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use crate::http::{Request, Response};
use crate::server::{Answer, Server};

/// The only client there is.
pub const CLIENT_ID: &str = "strict-client";

/// A running server. Its API is `GET /projects`, for whoever has a good token.
pub struct StrictOAuth {
    server: Server,
    state: Arc<Mutex<State>>,
}

/// What the token endpoint does instead of its work.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// Answers so.
    Status(u16),
    /// Closes the connection without a word, having done its work all the same.
    LostReply,
    /// Says nothing.
    Silence,
}

#[derive(Default)]
struct State {
    /// Seconds an access token lives.
    life: i64,
    /// Scopes that are granted of those asked for; all of them if `None`.
    granted: Option<String>,
    /// What the next token requests meet, the first first.
    troubles: Vec<Trouble>,
    revocation: Option<Trouble>,
    serial: u64,
    /// Code to proof key, redirect and scope.
    codes: HashMap<String, (String, String, String)>,
    /// The refresh token that is good, and the one before it.
    refresh: Option<String>,
    previous: Option<String>,
    access: Option<String>,
    refreshes: usize,
    revoked: usize,
}

impl StrictOAuth {
    /// Starts one whose access tokens live an hour.
    pub fn start() -> Self {
        let state = Arc::new(Mutex::new(State { life: 3600, ..State::default() }));
        let theirs = Arc::clone(&state);
        Self { server: Server::start(move |request| lock(&theirs).handle(&request)), state }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Its address as a URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Seconds that access tokens live from now on.
    pub fn live(&self, seconds: i64) {
        lock(&self.state).life = seconds;
    }

    /// Grants no more than these scopes.
    pub fn grant(&self, scopes: &str) {
        lock(&self.state).granted = Some(scopes.to_owned());
    }

    /// The next token requests meet this, one each.
    pub fn trouble(&self, troubles: impl IntoIterator<Item = Trouble>) {
        lock(&self.state).troubles = troubles.into_iter().collect();
    }

    /// Revocations meet this from now on.
    pub fn trouble_revocation(&self, trouble: Option<Trouble>) {
        lock(&self.state).revocation = trouble;
    }

    /// The present access token is no longer good, although its time is not over.
    pub fn forget_access(&self) {
        lock(&self.state).access = None;
    }

    /// The refresh token is no longer good: an administrator has ended the connection.
    pub fn forget_refresh(&self) {
        let mut state = lock(&self.state);
        (state.refresh, state.previous) = (None, None);
    }

    /// Requests to refresh so far.
    pub fn refreshes(&self) -> usize {
        lock(&self.state).refreshes
    }

    /// Tokens that were revoked so far.
    pub fn revoked(&self) -> usize {
        lock(&self.state).revoked
    }

    /// The refresh token that is good now.
    pub fn refresh_token(&self) -> Option<String> {
        lock(&self.state).refresh.clone()
    }

    /// Every token that is good now, which must never show.
    pub fn secrets(&self) -> Vec<String> {
        let state = lock(&self.state);
        state.access.iter().chain(&state.refresh).cloned().collect()
    }
}

impl State {
    fn handle(&mut self, request: &Request) -> Answer {
        let form: HashMap<String, String> =
            form_urlencoded::parse(&request.body).into_owned().collect();
        match (request.method.as_str(), request.path_only()) {
            ("GET", "/authorize") => self.authorize(request).into(),
            ("POST", "/token") => self.token(&form),
            ("POST", "/revoke") => self.revoke(&form),
            ("GET", "/projects") => self.projects(request).into(),
            _ => error(404, "not_found").into(),
        }
    }

    fn authorize(&mut self, request: &Request) -> Response {
        let Ok(url) = Url::parse(&format!("http://here{}", request.path)) else {
            return error(400, "invalid_request");
        };
        let asked: HashMap<_, _> = url.query_pairs().into_owned().collect();
        let part = |name: &str| asked.get(name).cloned().unwrap_or_default();
        let sound = part("response_type") == "code"
            && part("client_id") == CLIENT_ID
            && part("code_challenge_method") == "S256"
            && part("code_challenge").len() == 43
            && part("state").len() >= 22;
        let Ok(mut back) = Url::parse(&part("redirect_uri")) else {
            return error(400, "invalid_request");
        };
        if !sound {
            return error(400, "invalid_request");
        }
        let code = self.fresh("code");
        let kept = (part("code_challenge"), part("redirect_uri"), part("scope"));
        self.codes.insert(code.clone(), kept);
        back.query_pairs_mut().append_pair("code", &code).append_pair("state", &part("state"));
        let mut response = Response::new(302, "text/plain", "");
        response.headers.push(("location".to_owned(), back.into()));
        response
    }

    fn token(&mut self, form: &HashMap<String, String>) -> Answer {
        let is_refresh = form.get("grant_type").is_some_and(|grant| grant == "refresh_token");
        self.refreshes += usize::from(is_refresh);
        let trouble = (!self.troubles.is_empty()).then(|| self.troubles.remove(0));
        match trouble {
            Some(Trouble::Status(400)) => return error(400, "invalid_grant").into(),
            Some(Trouble::Status(status)) => return error(status, "server_error").into(),
            Some(Trouble::Silence) => return Answer::Stall,
            Some(Trouble::LostReply) => {
                self.issue(form);
                return Answer::Drop;
            }
            None => {}
        }
        self.issue(form).into()
    }

    fn issue(&mut self, form: &HashMap<String, String>) -> Response {
        let part = |name: &str| form.get(name).cloned().unwrap_or_default();
        if part("client_id") != CLIENT_ID {
            return error(401, "invalid_client");
        }
        let mut scope = None;
        let is_good = match part("grant_type").as_str() {
            "authorization_code" => self.codes.remove(&part("code")).is_some_and(|kept| {
                let (challenge, redirect, asked) = kept;
                scope = Some(self.granted.clone().unwrap_or(asked));
                let proof = Sha256::digest(part("code_verifier").as_bytes());
                BASE64URL_NOPAD.encode(&proof) == challenge && redirect == part("redirect_uri")
            }),
            // The one before is good until its successor was used: then it has arrived.
            "refresh_token" => {
                let token = Some(part("refresh_token"));
                let was_used = token == self.refresh;
                let is_good = was_used || token == self.previous;
                if was_used {
                    self.previous = token;
                }
                is_good
            }
            _ => return error(400, "unsupported_grant_type"),
        };
        if !is_good {
            // Reuse is theft: nothing of it is good any more.
            (self.refresh, self.previous, self.access) = (None, None, None);
            return error(400, "invalid_grant");
        }
        let (access, refresh) = (self.fresh("access"), self.fresh("refresh"));
        let mut issued = json!({
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": self.life,
            "refresh_token": refresh,
        });
        if let Some(scope) = scope {
            issued["scope"] = Value::from(scope);
        }
        (self.access, self.refresh) = (Some(access), Some(refresh));
        Response::new(200, "application/json", issued.to_string())
    }

    fn revoke(&mut self, form: &HashMap<String, String>) -> Answer {
        match self.revocation {
            Some(Trouble::Status(status)) => return error(status, "server_error").into(),
            Some(Trouble::LostReply) => return Answer::Drop,
            Some(Trouble::Silence) => return Answer::Stall,
            None => {}
        }
        let token = form.get("token").cloned();
        if token == self.refresh || token == self.access {
            (self.refresh, self.previous, self.access) = (None, None, None);
            self.revoked += 1;
        }
        Response::new(200, "text/plain", "").into()
    }

    fn projects(&self, request: &Request) -> Response {
        let bearer = request.header("authorization").and_then(|text| text.strip_prefix("Bearer "));
        match bearer.is_some() && bearer == self.access.as_deref() {
            true => Response::new(200, "application/json", json!(["red", "blue"]).to_string()),
            false => error(401, "invalid_token"),
        }
    }

    fn fresh(&mut self, kind: &str) -> String {
        self.serial += 1;
        format!("strict-{kind}-{:020}", self.serial)
    }
}

fn error(status: u16, code: &str) -> Response {
    Response::new(status, "application/json", json!({ "error": code }).to_string())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens a page of [`StrictOAuth`] as a browser would, and follows it back to the app; the link
/// that it leads to.
///
/// # Panics
/// When the page leads nowhere.
pub fn consent(page: &str) -> String {
    let (response, _) = get(page);
    let back = response.headers.iter().find(|(name, _)| name == "location");
    back.expect("the page leads back").1.clone()
}

/// Gets a page of this machine.
///
/// # Panics
/// When there is no reply.
pub fn get(page: &str) -> (Response, Url) {
    let url = Url::parse(page).expect("a URL");
    let address = url.socket_addrs(|| None).expect("an address").remove(0);
    let host = format!("{}:{}", url.host_str().unwrap_or_default(), address.port());
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let headers = [("host", host.as_str())];
    let response = crate::http::send(address, "GET", &path, &headers, b"").expect("a reply");
    (response, url)
}
