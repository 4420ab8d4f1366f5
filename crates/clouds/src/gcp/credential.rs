//! The fields of a service account's credential, and what any account's calls are made with.

use nexus_model::{Account, ErrorCode, Failure, Secret};
use nexus_signin::GoogleKey;
use serde_json::{Value, json};

use crate::browser;
use crate::credential::form;

/// Name of the field with the key file's text.
pub(super) const KEY: &str = "key";
/// Name of the field with the project.
pub(super) const PROJECT_ID: &str = "project_id";

/// A project ID has 6 to 30 lower-case letters, digits and hyphens, begins with a letter and does
/// not end with a hyphen; old ones have their organisation's domain before it
/// (<https://docs.cloud.google.com/resource-manager/reference/rest/v3/projects#Project>).
const PROJECT_PATTERN: &str = "^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$";

/// JSON Schema of the credential. What is inside the key is checked by [`GoogleKey::parse`].
pub(super) fn schema() -> Value {
    form(
        [
            (
                KEY,
                json!({
                    "title": "Key file",
                    "description": "The whole JSON file that Google Cloud gave when the key was created.",
                    "contentMediaType": "application/json",
                    "x-multiline": true,
                    "writeOnly": true,
                    "minLength": 2,
                    "maxLength": 16384
                }),
            ),
            (
                PROJECT_ID,
                json!({
                    "title": "Project ID",
                    "description": "The project to list. The key's own if empty; the service account needs its role in this one.",
                    "pattern": PROJECT_PATTERN,
                    "maxLength": 100,
                    "examples": ["my-project-123"]
                }),
            ),
        ],
        &[KEY],
    )
}

/// What the calls are made with.
pub(super) enum By {
    /// A service account's key.
    Key(Box<GoogleKey>),
    /// The token of a person who signed in.
    Person(Secret),
}

/// What an account's calls are made with.
///
/// # Errors
/// `invalid_input`, naming what is missing or wrong inside a key; `invalid_credentials` where
/// nobody is signed in.
pub(super) fn by(account: &Account) -> Result<By, Failure> {
    if browser::is_of(account) {
        return browser::token(account).map(By::Person);
    }
    let text = account.secret(KEY).ok_or_else(|| {
        let remedy = "Edit the provider's credential and paste the key file, or open it.";
        Failure::new(ErrorCode::InvalidInput, "credential", "The key file is missing.", remedy)
            .in_field(KEY)
    })?;
    Ok(By::Key(Box::new(GoogleKey::parse(text, account.endpoint.is_some())?)))
}

/// ID of the project to list: the one that was typed or chosen, or the key's own.
///
/// # Errors
/// `invalid_input` if there is none.
pub(super) fn project(account: &Account, key: Option<&GoogleKey>) -> Result<String, Failure> {
    let project = account.field(PROJECT_ID).or(key.map(|key| key.project.as_str()));
    project.map(str::to_owned).ok_or_else(|| {
        let message = "No project was chosen.";
        Failure::new(ErrorCode::InvalidInput, "credential", message, "Sign in and choose one.")
            .in_field(PROJECT_ID)
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::schema;

    #[rstest]
    #[case(json!({"key": "{}"}), true)]
    #[case(json!({"key": "{}", "project_id": "my-project-123"}), true)]
    #[case::old(json!({"key": "{}", "project_id": "example.com:my-project"}), true)]
    #[case::no_key(json!({"project_id": "my-project-123"}), false)]
    #[case::number(json!({"key": "{}", "project_id": "415104041262"}), false)]
    #[case::name(json!({"key": "{}", "project_id": "My Project"}), false)]
    #[case::path(json!({"key": "{}", "project_id": "my-project/../other"}), false)]
    #[case::hyphen(json!({"key": "{}", "project_id": "my-project-"}), false)]
    fn the_schema_marks_slips(#[case] typed: Value, #[case] good: bool) {
        let validator = jsonschema::validator_for(&schema()).expect("a schema");
        assert_eq!(validator.is_valid(&typed), good);
    }
}
