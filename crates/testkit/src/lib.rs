//! Dev only: starts the real peers that tests talk to.
//!
//! Everything here binds loopback on a free port, blocks the calling thread (no runtime needed, so
//! window tests can use it too) and ends when its value is dropped. A peer that is missing is an
//! error that says how to install it; it is never skipped.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot start its peer ends here, saying why"
)]

pub mod aws_error;
pub mod browser;
pub mod buckets;
pub mod conformance;
pub mod desktop;
pub mod figures;
pub mod fleet;
pub mod gateway;
pub mod hostile_provider;
pub mod http;
pub mod iam;
pub mod keystone;
pub mod moto;
pub mod openid_provider;
mod query;
pub mod rdp_server;
pub mod reachable;
pub mod rest;
pub mod screen;
pub mod seed;
mod server;
mod signing_key;
mod sigv4;
pub mod ssh_server;
pub mod stores;
pub mod strict_oauth;
pub mod strict_sts;
pub mod token_reviews;
pub mod tray_host;
pub mod vault_server;
pub mod vendors;
pub mod window;
pub mod windows;

pub use browser::Browser;
pub use desktop::Desktop;
pub use fleet::Fleet;
pub use gateway::{Effect, Gateway, Match};
pub use hostile_provider::{HostileProvider, Lie};
pub use iam::{Key, Keys, Trusted};
pub use keystone::Keystone;
pub use moto::Moto;
pub use openid_provider::{OpenIdOptions, OpenIdProvider};
pub use rdp_server::RdpServer;
pub use reachable::Reachable;
pub use rest::Rest;
pub use ssh_server::SshServer;
pub use strict_oauth::{StrictOAuth, Trouble};
pub use strict_sts::{Assumed, StrictRole, StrictSts};
pub use token_reviews::TokenReviews;
pub use tray_host::{TrayHost, TrayItem};
pub use vault_server::VaultServer;
pub use window::Window;
