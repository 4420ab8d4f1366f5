//! A proxy in front of a peer, which can be told to misbehave.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::http::{self, Request, Response};
use crate::query::{self, Target};
use crate::server::{Answer, Server};

/// Which requests a rule is for. An empty part means any.
#[derive(Clone, Debug, Default)]
pub struct Match {
    region: Option<String>,
    service: Option<String>,
    action: Option<String>,
}

impl Match {
    /// Every request.
    pub fn any() -> Self {
        Self::default()
    }

    /// Requests signed for this region.
    #[must_use]
    pub fn region(mut self, region: &str) -> Self {
        self.region = Some(region.to_owned());
        self
    }

    /// Requests signed for this service (`ec2`, `sts`).
    #[must_use]
    pub fn service(mut self, service: &str) -> Self {
        self.service = Some(service.to_owned());
        self
    }

    /// Requests of this action (`DescribeInstances`).
    #[must_use]
    pub fn action(mut self, action: &str) -> Self {
        self.action = Some(action.to_owned());
        self
    }

    fn holds(&self, target: Option<&Target>) -> bool {
        let same = |wanted: &Option<String>, is: fn(&Target) -> &str| {
            wanted.as_deref().is_none_or(|wanted| target.map(is) == Some(wanted))
        };
        same(&self.region, |target| &target.region)
            && same(&self.service, |target| &target.service)
            && same(&self.action, |target| &target.action)
    }
}

/// What is done with a matching request.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Close the connection without a reply.
    Drop,
    /// Send this instead.
    Answer(Response),
    /// Never reply: the client has to give up. The connection is held until one side hangs up.
    Stall,
}

/// A forwarding HTTP proxy. Requests go to the peer unless a rule says otherwise; the newest rule
/// that matches wins.
pub struct Gateway {
    server: Server,
    state: Arc<State>,
}

struct State {
    upstream: SocketAddr,
    rules: Mutex<Vec<(Match, Effect)>>,
    seen: Mutex<Vec<Option<Target>>>,
}

impl Gateway {
    /// In front of a peer.
    pub fn start(upstream: SocketAddr) -> Self {
        let state = Arc::new(State { upstream, rules: Mutex::default(), seen: Mutex::default() });
        let theirs = Arc::clone(&state);
        Self { server: Server::start(move |request| theirs.handle(&request)), state }
    }

    /// Address to give to a client as its endpoint.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// Adds a rule.
    pub fn rule(&self, requests: Match, effect: Effect) {
        lock(&self.state.rules).push((requests, effect));
    }

    /// Forgets all rules and all counts.
    pub fn reset(&self) {
        lock(&self.state.rules).clear();
        lock(&self.state.seen).clear();
    }

    /// Requests received that match, answered or not.
    pub fn count(&self, requests: &Match) -> usize {
        lock(&self.state.seen).iter().filter(|target| requests.holds(target.as_ref())).count()
    }

    /// Client connections that are open now.
    pub fn connections(&self) -> usize {
        self.server.connections()
    }

    /// Closes the port and every connection: from now on the endpoint is dead.
    pub fn stop(&mut self) {
        self.server.stop();
    }
}

impl State {
    fn handle(&self, request: &Request) -> Answer {
        let target = query::target(request);
        lock(&self.seen).push(target.clone());
        let rules = lock(&self.rules).clone();
        match rules.into_iter().rev().find(|(requests, _)| requests.holds(target.as_ref())) {
            Some((_, Effect::Drop)) => Answer::Drop,
            Some((_, Effect::Answer(response))) => Answer::Reply(response),
            Some((_, Effect::Stall)) => Answer::Stall,
            None => forward(self.upstream, request),
        }
    }
}

/// The peer's answer.
pub(crate) fn forward(upstream: SocketAddr, request: &Request) -> Answer {
    let headers: Vec<_> = request
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "connection" | "content-length"))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let sent = http::send(upstream, &request.method, &request.path, &headers, &request.body);
    sent.map_or(Answer::Drop, Answer::Reply)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
