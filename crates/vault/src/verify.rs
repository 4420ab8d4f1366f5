use serde::{Deserialize, Serialize};

/// Something in the file that is not what this app wrote last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Finding {
    /// The table (or `file`, `schema`).
    pub table: String,
    /// The row, by id or number.
    pub row: String,
    /// What is wrong with it, in words.
    pub problem: String,
}

/// Result of checking a whole vault.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct VerifyReport {
    /// All that was found; empty if the vault is sound.
    pub findings: Vec<Finding>,
}
