//! A machine to a session, one click from wherever it is picked.

mod asked;
mod connector;
mod find;
mod open;
mod preferences;
mod request;

pub use open::Connected;
pub use request::ConnectRequest;
