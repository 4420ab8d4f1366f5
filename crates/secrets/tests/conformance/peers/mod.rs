//! The stores that are tested. Another one is a file with a [`Peer`] and its lines in [`ALL`].

mod aws;
mod azure;
mod gcp;
mod vault;

use std::net::SocketAddr;

use nexus_secrets::{BackendConfig, SecretKey};

/// Every store, in the order of the table.
pub const ALL: &[Kind] = &[
    Kind {
        name: "Vault KV 2",
        start: || Box::new(vault::Vault::start(vault::TWO)),
        compares: true,
    },
    Kind {
        name: "Vault KV 1",
        start: || Box::new(vault::Vault::start(vault::ONE)),
        compares: false,
    },
    Kind { name: "AWS", start: || Box::new(aws::Aws::start()), compares: true },
    Kind { name: "Google", start: || Box::new(gcp::Gcp::start()), compares: true },
    Kind { name: "Azure", start: || Box::new(azure::Azure::start()), compares: false },
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
        65_536
    }

    /// Whether it tells logins apart, so that one may read and not write.
    fn has_rights(&self) -> bool {
        true
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
