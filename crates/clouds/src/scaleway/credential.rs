//! The fields of an API key: <https://www.scaleway.com/en/docs/iam/credentials/create-api-keys/>.

use nexus_model::{Account, Failure, Secret};
use serde_json::{Value, json};

use crate::credential::{UUID, form, missing};

const ACCESS_KEY: &str = "access_key";
const SECRET_KEY: &str = "secret_key";
const ORGANIZATION_ID: &str = "organization_id";
const PROJECT_ID: &str = "project_id";

/// JSON Schema of the credential. An access key has 20 characters, a secret key is a UUID:
/// <https://github.com/scaleway/scaleway-sdk-go/blob/master/validation/is.go>.
pub(super) fn schema() -> Value {
    form(
        [
            (
                ACCESS_KEY,
                json!({
                    "title": "Access key",
                    "description": "Starts with SCW and has 20 characters.",
                    "pattern": "^SCW[A-Z0-9]{17}$",
                    "examples": ["SCWXXXXXXXXXXXXXXXXX"]
                }),
            ),
            (
                SECRET_KEY,
                json!({
                    "title": "Secret key",
                    "description": "A UUID; shown by Scaleway only once, when the key is generated.",
                    "writeOnly": true,
                    "pattern": UUID
                }),
            ),
            (
                ORGANIZATION_ID,
                json!({
                    "title": "Organization ID",
                    "description": "Lists only what belongs to this organization. Found by itself if empty.",
                    "pattern": UUID
                }),
            ),
            (
                PROJECT_ID,
                json!({
                    "title": "Project ID",
                    "description": "Lists only this project. Every project that the key may read if empty.",
                    "pattern": UUID
                }),
            ),
        ],
        &[ACCESS_KEY, SECRET_KEY],
    )
}

/// An account's key, and what it is narrowed down to.
pub(super) struct Key {
    pub(super) access_key: String,
    pub(super) secret_key: Secret,
    pub(super) organization_id: Option<String>,
    pub(super) project_id: Option<String>,
}

/// # Errors
/// `invalid_input` naming the field that is missing.
pub(super) fn of(account: &Account) -> Result<Key, Failure> {
    let field = |name: &str| account.field(name).map(str::to_owned);
    Ok(Key {
        access_key: field(ACCESS_KEY).ok_or_else(|| missing(ACCESS_KEY, "access key"))?,
        secret_key: account
            .secret(SECRET_KEY)
            .cloned()
            .ok_or_else(|| missing(SECRET_KEY, "secret key"))?,
        organization_id: field(ORGANIZATION_ID),
        project_id: field(PROJECT_ID),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::schema;

    const ACCESS: &str = "SCWXXXXXXXXXXXXXXXXX";
    const UUID: &str = "11111111-1111-4111-8111-111111111111";

    #[rstest]
    #[case(json!({"access_key": ACCESS, "secret_key": UUID}), true)]
    #[case(json!({"access_key": ACCESS, "secret_key": UUID, "organization_id": UUID, "project_id": UUID}), true)]
    #[case::secret_missing(json!({"access_key": ACCESS}), false)]
    #[case::swapped(json!({"access_key": UUID, "secret_key": ACCESS}), false)]
    #[case::short(json!({"access_key": "SCWXXX", "secret_key": UUID}), false)]
    #[case::of_aws(json!({"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": UUID}), false)]
    #[case::projects_name(json!({"access_key": ACCESS, "secret_key": UUID, "project_id": "default"}), false)]
    fn the_schema_marks_slips(#[case] typed: Value, #[case] good: bool) {
        let validator = jsonschema::validator_for(&schema()).expect("a schema");
        assert_eq!(validator.is_valid(&typed), good);
    }
}
