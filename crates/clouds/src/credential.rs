//! What the credentials of all clouds share: how a form's schema is written, and what a call says of
//! a field that is missing.

use std::ops::RangeInclusive;

use nexus_model::{ErrorCode, Failure};
use serde_json::{Map, Value, json};

/// A UUID in its usual form (RFC 9562, section 4).
pub(crate) const UUID: &str = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

/// JSON Schema of a credential: a flat object of texts, in the order of the form.
pub(crate) fn form<'a>(
    fields: impl IntoIterator<Item = (&'a str, Value)>,
    required: &[&str],
) -> Value {
    let mut properties = Map::new();
    let mut order = Vec::new();
    for (name, mut field) in fields {
        field["type"] = "string".into();
        properties.insert(name.to_owned(), field);
        order.push(name);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
        "x-order": order
    })
}

/// A field of a form for a secret that is one word of printable letters.
pub(crate) fn secret_word(title: &str, description: &str, length: RangeInclusive<u32>) -> Value {
    json!({
        "title": title,
        "description": description,
        "writeOnly": true,
        "minLength": length.start(),
        "maxLength": length.end(),
        "pattern": "^[!-~]+$"
    })
}

/// A field that a call cannot do without is empty: an account that was stored by an older build or
/// edited by hand is not sent in half.
pub(crate) fn missing(field: &str, name: &str) -> Failure {
    Failure::new(
        ErrorCode::InvalidInput,
        "credential",
        format!("The {name} is missing."),
        "Edit the provider's credential and fill it in.",
    )
    .in_field(field)
}
