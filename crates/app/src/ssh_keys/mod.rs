//! Private SSH keys, kept where credentials are kept. An agent lends them to sessions; they are
//! never on a disk.

mod add;
mod find;
mod known;
mod remove;
mod rename;

pub use add::NewSshKey;
pub(crate) use add::{check_new, insert};
pub(crate) use known::{described, opened};
