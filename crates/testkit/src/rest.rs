//! A REST endpoint played by a function: for vendors of whom no real server can be had.

use std::sync::{Arc, Mutex, PoisonError};

use crate::http::{Request, Response};
use crate::server::{Answer, Server};

/// A running endpoint that remembers what it was asked.
pub struct Rest {
    server: Server,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Rest {
    /// Answers every request by the function.
    pub fn start(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let told: Arc<Mutex<Vec<Request>>> = Arc::clone(&asked);
        let server = Server::start(move |request| {
            let response = answer(&request);
            told.lock().unwrap_or_else(PoisonError::into_inner).push(request);
            Answer::Reply(response)
        });
        Self { server, asked }
    }

    /// Address to give to a client as its endpoint.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// All requests so far.
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
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

    /// A value of the query, as it was sent.
    pub fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.path.split_once('?')?;
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }
}
