//! A machine to a session, one click from wherever it is picked.

mod asked;
mod command;
mod connector;
mod find;
mod host_keys;
mod open;
mod preferences;
mod request;

pub use open::Connected;
pub use request::ConnectRequest;
