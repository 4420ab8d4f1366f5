//! The fields of an access key.

use nexus_model::{Account, Endpoint, Failure, Secret};
use serde_json::{Value, json};

use crate::credential::{form, missing, secret_word};

const ACCESS_KEY: &str = "access_key";
const SECRET_KEY: &str = "secret_key";
/// Name of the region's field.
pub(super) const REGION: &str = "region";

/// MinIO's own region, and one that most other stores take for theirs.
const DEFAULT_REGION: &str = "us-east-1";

/// JSON Schema of the credential. MinIO's keys are the shortest there are: at least 3 characters,
/// and 8 of the secret. A comma or an equals sign would end the key in the signature's header.
pub(super) fn schema() -> Value {
    form(
        [
            (
                ACCESS_KEY,
                json!({
                    "title": "Access key",
                    "description": "Also called access key ID.",
                    "minLength": 3,
                    "maxLength": 128,
                    "pattern": "^[!-+\\--<>-~]+$",
                    "examples": ["AKIAIOSFODNN7EXAMPLE"]
                }),
            ),
            (
                SECRET_KEY,
                secret_word(
                    "Secret key",
                    "Most stores show it only once, when the key is created.",
                    8..=256,
                ),
            ),
            (
                REGION,
                json!({
                    "title": "Region",
                    "description": "The region that requests are signed for. us-east-1 if empty, which suits MinIO.",
                    "maxLength": 64,
                    "pattern": "^[A-Za-z0-9_.-]*$",
                    "examples": ["us-east-1"]
                }),
            ),
        ],
        &[ACCESS_KEY, SECRET_KEY],
    )
}

/// An access key, and the region that requests are signed for.
pub(super) struct AccessKey {
    pub(super) id: String,
    pub(super) secret: Secret,
    pub(super) region: String,
}

/// The account's access key.
///
/// # Errors
/// `invalid_input` for a field that is missing.
pub(super) fn of(account: &Account) -> Result<AccessKey, Failure> {
    let field = |name| account.fields.get(name).map(|text| text.trim()).filter(|t| !t.is_empty());
    let id = field(ACCESS_KEY).ok_or_else(|| missing(ACCESS_KEY, "access key"))?;
    let secret = account.secret(SECRET_KEY).ok_or_else(|| missing(SECRET_KEY, "secret key"))?;
    Ok(AccessKey {
        id: id.to_owned(),
        secret: Secret::new(secret.expose().trim()),
        region: field(REGION).unwrap_or(DEFAULT_REGION).to_owned(),
    })
}

/// The account's endpoint.
///
/// # Errors
/// `invalid_input` if it has none: a store may be anywhere.
pub(super) fn endpoint(account: &Account) -> Result<&Endpoint, Failure> {
    account.endpoint.as_ref().ok_or_else(|| missing("endpoint", "endpoint"))
}
