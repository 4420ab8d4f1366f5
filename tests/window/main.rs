//! The whole app in its real window: a desktop without a screen, the system's keyring, the vault
//! on disk, and AWS's API served by moto.

mod failures;
mod first_day;
mod secrecy;
mod session;
mod views;
