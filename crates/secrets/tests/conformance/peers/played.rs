//! The stores that a strict server plays.

use std::net::SocketAddr;

use nexus_secrets::{BackendConfig, SecretKey};
use nexus_testkit::stores::{Played, Rules};
use serde_json::Value;

use super::{LONGEST, Peer, Who};

/// What the peer of such a store is made of.
pub trait Store: Rules {
    /// As [`Peer::longest`].
    const LONGEST: usize = LONGEST;

    /// As [`Peer::config`].
    fn config(url: &str, who: Who) -> BackendConfig;

    /// As [`Peer::secrets`].
    fn secrets() -> Vec<String>;

    /// What the store calls a value.
    fn name(key: &SecretKey) -> String;

    /// What marks a value as ours.
    fn marks(&self, name: &str) -> Option<Value>;

    /// As [`Peer::delete_softly`]. False if there is none of this name.
    fn delete_softly(&mut self, name: &str) -> bool;
}

impl<S: Store> Peer for Played<S> {
    fn url(&self) -> String {
        self.url()
    }

    fn address(&self) -> SocketAddr {
        self.address()
    }

    fn config(&self, url: &str, who: Who) -> BackendConfig {
        S::config(url, who)
    }

    fn secrets(&self) -> Vec<String> {
        S::secrets()
    }

    fn longest(&self) -> usize {
        S::LONGEST
    }

    fn marks(&self, key: &SecretKey) -> Option<Value> {
        self.rules().marks(&S::name(key))
    }

    fn delete_softly(&self, key: &SecretKey) -> bool {
        let name = S::name(key);
        assert!(self.rules().delete_softly(&name), "{name} is not there");
        true
    }

    fn end_sessions(&self) -> bool {
        self.rules().end_sessions();
        true
    }

    fn stop(&mut self) {
        self.stop();
    }

    fn restart(&mut self) -> bool {
        self.restart();
        true
    }
}
