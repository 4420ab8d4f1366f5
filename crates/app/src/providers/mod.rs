//! Configured accounts: one operation per file.

mod account;
mod add;
mod card;
mod check;
mod edit;
mod order;
mod remove;
mod rotate;
mod test;
mod validate;

pub(crate) use account::account;
pub use add::NewProvider;
pub use card::{Freshness, ProviderCard};
pub use edit::ProviderEdit;
pub use rotate::Credential;
