//! Sessions inside the app, each on a terminal of its own. They end when the vault is locked.

mod flow;
mod input;
mod open;
mod running;

pub use open::OpenedTerminal;
pub(crate) use running::Terminals;
