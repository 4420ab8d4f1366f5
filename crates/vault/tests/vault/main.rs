//! The vault through its public interface, on real files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking, in its helpers too"
)]

mod common;
mod concurrency;
mod connections;
mod crash;
#[cfg(unix)]
mod files;
mod format_1;
mod locking;
mod profiles;
mod slots;
mod tables;
mod tamper;
mod unlocking;
mod wiping;
