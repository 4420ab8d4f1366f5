//! Accounts that other tools of a cloud already keep in files.

use std::collections::BTreeMap;

use nexus_model::{Endpoint, ErrorCode, Failure, Fields, Secret, SecretFields};
use serde::Serialize;

/// A way to take accounts over from another tool's files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Import {
    /// Identifier, as typed in `nexus providers import <cloud> --from`.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// One sentence: what is found there.
    pub summary: String,
    /// The files it reads. A file that is not there is left out.
    pub files: Vec<ImportFile>,
}

/// One of the files of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct ImportFile {
    /// Identifier among the files of the import.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Environment variable with its place.
    pub variable: Option<String>,
    /// Where it is otherwise: the first that exists. `~/` is the person's home.
    pub places: Vec<String>,
}

/// Texts of an import's files, by [`ImportFile::id`].
pub type Files = BTreeMap<String, Secret>;

/// An account found in a file.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What the file calls it; unique within the import.
    pub name: String,
    /// Id of the auth kind.
    pub auth: String,
    /// Custom endpoint.
    pub endpoint: Option<Endpoint>,
    /// What may be shown.
    pub fields: Fields,
    /// What may not.
    pub secrets: SecretFields,
    /// Why it cannot be imported, if it cannot.
    pub problem: Option<Failure>,
}

/// A caller asked for an import that the descriptor does not name.
pub(crate) fn not_declared(import: &str) -> Failure {
    let message = format!("This cloud has no import called “{import}”.");
    let remedy = "See `nexus clouds` for the imports there are.";
    Failure::new(ErrorCode::InvalidInput, "import accounts", message, remedy).in_field("import")
}
