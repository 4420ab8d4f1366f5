//! A machine to a session: route, SSH or RDP arguments, keys, known hosts, terminal.

pub mod agent;
mod invocation;
mod key;
pub mod link;
pub mod names;
pub mod palette;
pub mod pty;
pub mod rdp;
pub mod route;
mod runtime;
mod session;
pub mod ssh;
pub mod terminal;
#[cfg(test)]
mod tests;
mod tools;

pub use invocation::Invocation;
pub use key::PrivateKey;
pub use runtime::SessionFolder;
pub use session::{Connector, KeyChoice, Opened, Request, Session};
pub use tools::{Tool, Tools};
