//! A REST endpoint played by a function: for vendors of whom no real server can be had.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::http::Request;
pub use crate::server::Answer;
use crate::server::Server;

/// A running endpoint that remembers what it was asked.
pub struct Rest {
    server: Server,
    handler: Arc<dyn Fn(Request) -> Answer + Send + Sync>,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Rest {
    /// Answers every request by the function.
    pub fn start<A: Into<Answer>>(answer: impl Fn(&Request) -> A + Send + Sync + 'static) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let told: Arc<Mutex<Vec<Request>>> = Arc::clone(&asked);
        let handler: Arc<dyn Fn(Request) -> Answer + Send + Sync> = Arc::new(move |request| {
            let answer = answer(&request).into();
            told.lock().unwrap_or_else(PoisonError::into_inner).push(request);
            answer
        });
        let theirs = Arc::clone(&handler);
        Self { server: Server::start(move |request| theirs(request)), handler, asked }
    }

    /// Opens the port again after [`Rest::stop`].
    pub fn restart(&mut self) {
        let theirs = Arc::clone(&self.handler);
        self.server = Server::start_at(self.server.address(), move |request| theirs(request));
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Address to give to a client as its endpoint.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// All requests so far.
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Connections that are open now.
    pub fn connections(&self) -> usize {
        self.server.connections()
    }

    /// Closes the port: from now on the endpoint is dead.
    pub fn stop(&mut self) {
        self.server.stop();
    }
}

impl Request {
    /// The path without its query.
    pub fn path_only(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// A value of the query, as it was sent: still escaped.
    pub fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.path.split_once('?')?;
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }
}
