//! The credential's schema: a flat object of strings.

use nexus_model::Failure;
use serde_json::{Map, Value, json};

use crate::failures::unusable;
use crate::{AuthType, Profile, nearest};

const FIELD: &str = "params.credential_schema";

/// Keywords of the object. Nothing that refers elsewhere, so that reading a profile fetches
/// nothing.
const OBJECT: [&str; 8] = [
    "type",
    "title",
    "description",
    "required",
    "properties",
    "additionalProperties",
    "$schema",
    "x-order",
];

/// Keywords of a field.
const PROPERTY: [&str; 13] = [
    "type",
    "title",
    "description",
    "format",
    "default",
    "examples",
    "enum",
    "pattern",
    "minLength",
    "maxLength",
    "writeOnly",
    "x-multiline",
    "x-order",
];

/// Fields that name someone rather than prove it: all others are secret unless they say
/// `"writeOnly": false`.
const SHOWN: [&str; 2] = ["username", "access_key"];

/// Whether the schema is one a form can be drawn from.
pub(crate) fn check(schema: &Value) -> Result<(), Failure> {
    let form = "Write {\"type\": \"object\", \"required\": […], \"properties\": {\"api_key\": {\"type\": \"string\", \"title\": \"API key\"}}}.";
    let Some(object) = schema.as_object() else {
        return Err(unusable(FIELD, "The credential's schema is not an object.", form));
    };
    known(FIELD, object, &OBJECT)?;
    if object.get("type").is_some_and(|kind| kind != "object") {
        let field = format!("{FIELD}.type");
        return Err(unusable(field, "A credential is an object of strings.", form));
    }
    let Some(properties) = object.get("properties").and_then(Value::as_object) else {
        let field = format!("{FIELD}.properties");
        return Err(unusable(field, "The credential's schema names no fields.", form));
    };
    for (name, property) in properties {
        check_property(name, property)?;
    }
    for name in words(object, "required")? {
        if !properties.contains_key(name) {
            let message = format!("`{name}` is required and is none of the fields.");
            let known: Vec<_> = properties.keys().map(String::as_str).collect();
            return Err(unusable(
                format!("{FIELD}.required"),
                message,
                nearest::remedy(name, &known),
            ));
        }
    }
    if jsonschema::validator_for(schema).is_err() {
        return Err(unusable(
            FIELD,
            "The credential's schema is no JSON Schema.",
            "Check its patterns, lengths and lists of choices.",
        ));
    }
    Ok(())
}

fn check_property(name: &str, property: &Value) -> Result<(), Failure> {
    let field = format!("{FIELD}.properties.{name}");
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.is_empty() || !name.chars().all(is_word) {
        let remedy = "Use letters, digits, “_”, “-” and “.” in it.";
        return Err(unusable(field, "A credential's field has a name that none may have.", remedy));
    }
    let Some(keywords) = property.as_object() else {
        let remedy = "Write {\"type\": \"string\", \"title\": \"…\"}.";
        return Err(unusable(field, format!("`{name}` is not described by an object."), remedy));
    };
    if keywords.get("type").is_some_and(|kind| kind != "string") {
        let message =
            format!("`{name}` is not a string: a credential is a flat object of strings.");
        return Err(unusable(field, message, "Make its type \"string\"."));
    }
    known(&field, keywords, &PROPERTY)
}

fn known(field: &str, object: &Map<String, Value>, known: &[&str]) -> Result<(), Failure> {
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => Err(unusable(
            format!("{field}.{key}"),
            format!("A credential's schema has no keyword “{key}” here."),
            nearest::remedy(key, known),
        )),
    }
}

fn words<'a>(object: &'a Map<String, Value>, key: &str) -> Result<Vec<&'a str>, Failure> {
    let list = match object.get(key) {
        None => return Ok(Vec::new()),
        Some(list) => list.as_array(),
    };
    let words = list.and_then(|list| list.iter().map(Value::as_str).collect());
    words.ok_or_else(|| {
        let field = format!("{FIELD}.{key}");
        unusable(field, format!("`{key}` is not a list of names."), "Write [\"api_key\"].")
    })
}

impl Profile {
    /// JSON Schema of the credential that is typed for a connection, as the form is drawn from it:
    /// a secret field has `writeOnly`, nothing else may be given. `None` for `oauth2`, where a
    /// person signs in.
    pub fn form(&self) -> Option<Value> {
        if self.auth_type == AuthType::Oauth2 {
            return None;
        }
        let own = self.params.credential_schema.clone();
        let mut schema = own.or_else(|| self.auth_type.authentication().schema())?;
        let object = schema.as_object_mut()?;
        object.insert("type".into(), "object".into());
        object.insert("additionalProperties".into(), false.into());
        for (name, property) in object.get_mut("properties")?.as_object_mut()? {
            let keywords = property.as_object_mut()?;
            let is_secret = is_secret(name, keywords);
            keywords.insert("type".into(), "string".into());
            keywords.insert("writeOnly".into(), is_secret.into());
        }
        Some(schema)
    }

    /// The first field that a credential must have: where an authentication takes its one key from
    /// when the profile names its field otherwise.
    pub(crate) fn first_required(&self) -> Option<String> {
        let schema = self.params.credential_schema.as_ref()?;
        Some(schema.get("required")?.get(0)?.as_str()?.to_owned())
    }
}

fn is_secret(name: &str, keywords: &Map<String, Value>) -> bool {
    let told = keywords.get("writeOnly").and_then(Value::as_bool);
    let is_password = keywords.get("format").is_some_and(|format| format == "password");
    told.unwrap_or(is_password || !SHOWN.contains(&name))
}

/// A schema of fields that are all needed: name, title.
pub(crate) fn of<const N: usize>(fields: [(&str, &str); N]) -> Value {
    let properties: Map<_, _> = fields
        .iter()
        .map(|(name, title)| ((*name).to_owned(), json!({"type": "string", "title": title})))
        .collect();
    let required: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    json!({"type": "object", "required": required, "properties": properties})
}
