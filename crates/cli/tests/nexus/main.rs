//! `nexus` as scripts run it: its words, its JSON, its exit statuses.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking, in its helpers too"
)]

mod bench;
mod browser_login;
mod connections;
mod failures;
mod keyring;
mod keys;
mod machines;
mod password;
mod power;
mod profiles;
mod providers;
mod rdp;
mod secret_backend;
mod ssh;
mod traces;
mod vault;
