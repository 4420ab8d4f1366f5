//! What the vault holds, in the words of its callers.

mod audit;
mod connections;
mod custody;
pub mod flags;
mod inventory;
mod json;
mod marks;
mod opened_pages;
mod pages;
mod profiles;
mod providers;
mod secrets;
mod settings;
mod ssh_keys;
mod values;

pub use audit::AuditLog;
pub use connections::Connections;
pub use custody::{Custody, SecretChange, SecretOwner};
pub use inventory::Inventory;
pub use marks::Marks;
pub use opened_pages::OpenedPages;
pub use profiles::{ProfileRecord, Profiles};
pub use providers::Providers;
pub use settings::SettingsTable;
pub use ssh_keys::SshKeys;
pub use values::Values;

pub use json::decode;
pub use pages::{DocumentPage, Page};
pub use secrets::decode as decode_secrets;
