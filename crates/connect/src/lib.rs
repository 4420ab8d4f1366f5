//! A machine to a session: route, SSH or RDP arguments, keys, known hosts, terminal.
//!
//! [`Connector::connect`] makes a [`Session`] of a [`Request`]: it asks `route` for the way, `ssh`
//! for the words, `agent` to lend a key of the vault, and starts nothing itself. The session is
//! then run in this terminal ([`Session::run`]), in the person's own ([`Session::open`] with a
//! [`terminal::Terminal`]) or in the app ([`pty::Pty`]). Windows machines have
//! [`Connector::desktop`] and `rdp`. `palette` finds the machine one means, `link` reads the one a
//! link means.
//!
//! Whatever a cloud, a link or a person has named is data: it goes through a type of `names`, or a
//! rule of the route, before it is a word of a program; there is no shell's line.

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
pub use session::{
    Accounts, Connector, DesktopSession, KeyChoice, Opened, Request, Session, ToolLogin,
};
pub use tools::{Tool, Tools};
