//! Secret stores of whom no real server can be had, one file each, played strictly by their own
//! reference: a request that it does not document is refused.

mod google_grant;
pub mod key_vault;
pub mod secret_manager;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::http::{Request, Response};
use crate::rest::Rest;

/// What a store answers, and what it remembers to do so.
pub trait Rules: Default + Send + 'static {
    /// Answers a request.
    fn answer(&mut self, request: &Request) -> Response;

    /// Ends every token that was granted.
    fn end_sessions(&mut self);
}

/// A running store, ended when dropped.
pub struct Played<R> {
    rest: Rest,
    rules: Arc<Mutex<R>>,
}

impl<R: Rules> Played<R> {
    /// Starts one without secrets.
    pub fn start() -> Self {
        let rules: Arc<Mutex<R>> = Arc::default();
        let theirs = Arc::clone(&rules);
        let rest = Rest::start(move |request| lock(&theirs).answer(request));
        Self { rest, rules }
    }

    /// Address to give to a client.
    pub fn url(&self) -> String {
        self.rest.url()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.rest.address()
    }

    /// What it remembers.
    pub fn rules(&self) -> MutexGuard<'_, R> {
        lock(&self.rules)
    }

    /// Closes the port.
    pub fn stop(&mut self) {
        self.rest.stop();
    }

    /// Opens it again.
    pub fn restart(&mut self) {
        self.rest.restart();
    }
}

fn lock<R>(rules: &Mutex<R>) -> MutexGuard<'_, R> {
    rules.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The token that a request shows.
fn bearer(request: &Request) -> Option<&str> {
    request.header("authorization")?.strip_prefix("Bearer ")
}

/// The fields of a form that was posted; `None` for any other request.
fn form_of(request: &Request) -> Option<BTreeMap<String, String>> {
    let is_form = request.header("content-type") == Some("application/x-www-form-urlencoded");
    let form = || url::form_urlencoded::parse(&request.body).into_owned().collect();
    (request.method == "POST" && is_form).then(form)
}
