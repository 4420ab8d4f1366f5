//! Sessions with the system's OpenSSH and a real server on loopback.
//!
//! OpenSSH reads the settings of whoever runs the tests, as it does for a person.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot start its peer ends here; the table and the figures are results"
)]

mod clouds;
mod desktop;
mod figures;
mod here;
mod hostile;
mod jump;
mod login;
mod pty;

mod terminal;
