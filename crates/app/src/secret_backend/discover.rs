use nexus_model::{CloudId, Failure};
use serde::Serialize;

use crate::{App, Imported};

/// A provider that the store knows.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct FoundProvider {
    /// What its values are called there.
    pub owner: String,
    /// Name for people.
    pub name: String,
    /// Which cloud.
    pub cloud: CloudId,
    /// Which of its auth kinds.
    pub auth: String,
    /// Whether this vault has it already.
    pub known: bool,
    /// Why it cannot be added.
    pub failure: Option<Failure>,
}

impl App {
    /// The providers that are kept in the store in force, by this app or by others.
    pub async fn discover_providers(&self) -> Result<Vec<FoundProvider>, Failure> {
        Ok(vec![])
    }
    /// Adds some of them.
    pub async fn add_found_providers(&self, _owners: &[String]) -> Result<Vec<Imported>, Failure> {
        Ok(vec![])
    }
}
