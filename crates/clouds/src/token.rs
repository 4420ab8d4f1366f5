//! What clouds share that are asked with one API token.

use nexus_model::{Account, ErrorCode, Failure, Secret};
use serde_json::{Value, json};

use crate::{AuthKind, Guide};

/// Name of the token's field.
const TOKEN: &str = "token";

/// The auth kind: one secret field of this many characters.
pub(crate) fn auth_kind(
    summary: &str,
    description: &str,
    length: std::ops::RangeInclusive<u32>,
    guide: Guide,
) -> AuthKind {
    AuthKind {
        id: TOKEN.into(),
        name: "API token".into(),
        summary: summary.into(),
        schema: schema(description, length),
        guide,
    }
}

/// The account's token.
///
/// # Errors
/// `invalid_input` if there is none.
pub(crate) fn of(account: &Account) -> Result<Secret, Failure> {
    account.secret(TOKEN).cloned().ok_or_else(|| {
        let remedy = "Edit the provider's credential and fill it in.";
        Failure::new(ErrorCode::InvalidInput, "credential", "The API token is missing.", remedy)
            .in_field(TOKEN)
    })
}

fn schema(description: &str, length: std::ops::RangeInclusive<u32>) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            TOKEN: {
                "type": "string",
                "title": "API token",
                "description": description,
                "writeOnly": true,
                "minLength": length.start(),
                "maxLength": length.end(),
                "pattern": "^[!-~]+$"
            }
        },
        "required": [TOKEN],
        "additionalProperties": false,
        "x-order": [TOKEN]
    })
}
