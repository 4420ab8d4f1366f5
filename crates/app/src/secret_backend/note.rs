use nexus_model::{Secret, SecretFields};
use serde::{Deserialize, Serialize};

/// Name under which a note stands among secret fields. No schema has such a field.
const NOTE: &str = "@kept_elsewhere";

/// What the vault holds in the place of a credential that is kept in a store: where it is, and
/// nothing of what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// What its values are called there, fixed for life.
    pub owner: String,
    /// Names of its secret fields.
    pub fields: Vec<String>,
    /// The store, for people.
    pub place: String,
    /// Whether somebody else has put them there: they stay when they are not used here any more.
    #[serde(default)]
    pub found: bool,
}

impl Note {
    /// The note among an owner's fields, if they are kept elsewhere.
    pub fn read(fields: &SecretFields) -> Option<Self> {
        serde_json::from_str(fields.get(NOTE)?.expose()).ok()
    }

    /// As the vault keeps it.
    pub fn written(&self) -> SecretFields {
        let text = serde_json::to_string(self).unwrap_or_default();
        SecretFields::from([(NOTE.to_owned(), Secret::new(text))])
    }
}
