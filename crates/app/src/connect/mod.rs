//! A machine to a session, one click from wherever it is picked.

mod asked;
mod command;
mod connector;
mod desktop;
mod find;
mod host_keys;
mod open;
mod outside;
mod password;
mod preferences;
mod ready;
mod request;
mod tool_login;

pub use open::Connected;
pub(crate) use outside::Outside;
pub use password::{PasswordRequest, WindowsLogin};
pub use request::ConnectRequest;
