//! What the vault holds, in the words of its callers.

mod audit;
pub mod flags;
mod inventory;
mod json;
mod pages;
mod providers;
mod secrets;
mod settings;

pub use audit::AuditLog;
pub use inventory::Inventory;
pub use providers::Providers;
pub use settings::SettingsTable;

pub use json::decode;
pub use pages::{DocumentPage, Page};
pub use secrets::decode as decode_secrets;
