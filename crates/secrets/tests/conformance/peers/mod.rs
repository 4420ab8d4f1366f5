//! The stores that are tested. Another one is a file with a [`Peer`] and its lines in [`ALL`].

mod aws;
mod azure;
mod gcp;
mod played;
mod vault;

use std::net::SocketAddr;

use nexus_model::Secret;
use nexus_secrets::{BackendConfig, SecretKey};
use nexus_testkit::VaultServer;
use nexus_testkit::stores::{Played, key_vault, secret_manager};
use serde_json::Value;

use self::vault::{ONE, TWO, Vault};

/// Bytes of the longest value that most stores take.
pub const LONGEST: usize = 65_536;

/// Every store, in the order of the table.
pub const ALL: &[Kind] = &[
    Kind {
        name: "Vault KV 2",
        start: || Box::new(Vault::of(VaultServer::start(), TWO)),
        compares: true,
    },
    Kind {
        name: "Vault KV 1",
        start: || Box::new(Vault::of(VaultServer::start(), ONE)),
        compares: false,
    },
    Kind {
        name: "OpenBao KV 2",
        start: || Box::new(Vault::of(VaultServer::start_openbao().in_namespace("team/ops"), TWO)),
        compares: true,
    },
    Kind {
        name: "OpenBao KV 1",
        start: || Box::new(Vault::of(VaultServer::start_openbao(), ONE)),
        compares: false,
    },
    Kind { name: "AWS", start: || Box::new(aws::Aws::start()), compares: true },
    Kind {
        name: "Google",
        start: || Box::new(Played::<secret_manager::Project>::start()),
        compares: true,
    },
    Kind {
        name: "Azure",
        start: || Box::new(Played::<key_vault::Vault>::start()),
        compares: false,
    },
];

/// A kind of store.
#[derive(Clone, Copy)]
pub struct Kind {
    /// Name of its column.
    pub name: &'static str,
    /// Starts one with nothing in it.
    pub start: fn() -> Box<dyn Peer>,
    /// Whether the store itself compares versions. If not, only the writers of one client are kept
    /// apart.
    pub compares: bool,
}

/// What a login may do below the prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everything.
    Writer,
    /// Read and list.
    Reader,
}

/// A running store, ended when dropped. A case may do anything to it.
pub trait Peer {
    /// Its own address.
    fn url(&self) -> String;

    /// Where it listens.
    fn address(&self) -> SocketAddr;

    /// How a client reaches it by this address.
    fn config(&self, url: &str, who: Who) -> BackendConfig;

    /// What must never show: the secrets of the logins.
    fn secrets(&self) -> Vec<String>;

    /// Bytes of the longest value it takes, if that is less than the 64 KiB of the others.
    fn longest(&self) -> usize {
        LONGEST
    }

    /// The labels or tags of a value, by their names; `None` if there is no such thing.
    fn marks(&self, _key: &SecretKey) -> Option<Value> {
        None
    }

    /// Deletes a value so that the vendor's own tools could bring it back. False if there is no
    /// such thing.
    fn delete_softly(&self, _key: &SecretKey) -> bool {
        false
    }

    /// Ends all sessions ahead of their time, not the logins. False if there is no such thing.
    fn end_sessions(&self) -> bool {
        false
    }

    /// Ends it as a crash would.
    fn stop(&mut self);

    /// Starts it again at the same address. False if its data are then gone.
    fn restart(&mut self) -> bool;
}

/// A way into a store.
fn config(
    backend: &str,
    login: &str,
    fields: &[(&str, &str)],
    secrets: &[(&str, &str)],
) -> BackendConfig {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    let hidden = |(name, text): &(&str, &str)| ((*name).to_owned(), Secret::new(*text));
    BackendConfig {
        backend: backend.into(),
        fields: fields.iter().map(owned).collect(),
        login: login.into(),
        secrets: secrets.iter().map(hidden).collect(),
    }
}
