use nexus_model::{Failure, Secret};
use serde::{Deserialize, Serialize};

/// A file with profiles, as it was read. Its text may have a client's secret in it.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub struct ProfileFile {
    /// Name, for messages.
    pub name: String,
    /// The whole text.
    pub text: Secret,
}

/// What applying a file does, or would do, to one profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct PlannedChange {
    /// The profile's name; empty if the file could not be read as far as that.
    pub name: String,
    /// What becomes of it.
    pub action: Action,
    /// What differs, field by field.
    pub differences: Vec<Difference>,
    /// Why the file cannot be applied.
    pub failure: Option<Failure>,
    /// The file.
    pub file: String,
}

/// What becomes of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is new.
    Create,
    /// It is there and differs.
    Change,
    /// It is there and is the same.
    Unchanged,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Difference {
    /// The field, with dots: `params.header_name`.
    pub field: String,
    /// What it is now, as JSON; `None` if it is not there. A secret is `••••`.
    pub before: Option<String>,
    /// What it becomes.
    pub after: Option<String>,
}
