//! The use cases through [`App`], with real vaults and peers on loopback.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on says so by panicking, in its helpers too; figures are told"
)]

mod activity;
mod bench;
mod client_credentials;
mod connect;
mod connections;
mod custody;
mod figures;
mod import;
mod lifecycle;
mod listing;
mod played;
mod power;
mod profiles;
mod providers;
mod refresh;
mod replies;
mod rotate;
mod rotation;
mod schedule;
mod signin;
mod typed;
mod windows;
