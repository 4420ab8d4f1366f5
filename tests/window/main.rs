//! The whole app in its real window: a desktop without a screen, the system's keyring, the vault
//! on disk, AWS's API served by moto, and an OpenID provider for a real browser.
#![allow(clippy::expect_used, reason = "a step that cannot be done ends the test, saying which")]
#![allow(clippy::print_stdout, reason = "figures that a test measures are told, not asserted")]

mod cloud_signin;
mod every_cloud;
mod failures;
mod figures;
mod first_day;
mod hostile;
mod keys;
mod links;
mod login;
mod palette;
mod power;
mod secrecy;
mod secret_backend;
mod session;
mod signin;
mod ssh_keys;
mod terminal;
mod tray;
mod views;
