//! Configured accounts: one operation per file.

mod account;
mod add;
mod card;
mod check;
mod edit;
mod import;
mod import_files;
mod order;
mod remove;
mod rotate;
mod schedule;
mod test;
mod validate;

pub(crate) use account::account;
pub use add::NewProvider;
pub use card::{Freshness, ProviderCard};
pub use edit::ProviderEdit;
pub use import::{ImportCandidate, ImportRequest, Imported};
pub use rotate::Credential;
