//! Configured accounts: one operation per file.

mod add;
mod card;
mod check;
mod edit;
mod find;
mod import;
mod import_files;
mod order;
mod remove;
mod rotate;
mod schedule;
mod test;
mod validate;

pub use add::NewProvider;
pub(crate) use add::{new_provider, without_blanks};
pub use card::{Freshness, ProviderCard};
pub use edit::ProviderEdit;
pub(crate) use import::Imports;
pub use import::{ImportCandidate, ImportRequest, Imported};
pub use rotate::Credential;
pub(crate) use validate::{check_credential, check_endpoint};
