//! Private SSH keys in the vault. An agent lends them to sessions; they are never on a disk.

mod add;
mod find;
mod remove;

pub use add::NewSshKey;
