//! Profiles as files that read back to the same.

use nexus_model::{ErrorCode, Failure};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Definition, Profile};

/// Ways to write profiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ProfileFormat {
    /// JSON: an object for one profile, a list for several.
    Json,
    /// YAML: a document for each profile.
    #[default]
    Yaml,
}

/// The profiles as a file. Nothing secret is in it: a profile has nothing.
///
/// # Errors
/// `internal` if it cannot be written, which is a fault of the app.
pub fn export(profiles: &[Profile], format: ProfileFormat) -> Result<String, Failure> {
    let documents: Vec<Value> = profiles.iter().map(|profile| profile.document().into()).collect();
    let text = match (format, documents.as_slice()) {
        (ProfileFormat::Json, [one]) => {
            serde_json::to_string_pretty(one).map(|text| text + "\n").ok()
        }
        (ProfileFormat::Json, many) => {
            serde_json::to_string_pretty(many).map(|text| text + "\n").ok()
        }
        (ProfileFormat::Yaml, [one]) => serde_saphyr::to_string(one).ok(),
        (ProfileFormat::Yaml, many) => serde_saphyr::to_string_multiple(many).ok(),
    };
    text.ok_or_else(|| {
        let remedy = "Please report it; this is a fault of the app.";
        Failure::new(ErrorCode::Internal, "export profiles", "It cannot be written.", remedy)
    })
}

impl Profile {
    /// The fields that are not at their defaults, under the names they have in files.
    pub fn document(&self) -> Map<String, Value> {
        let Ok(Value::Object(all)) = serde_json::to_value(self) else { return Map::new() };
        said(all)
    }

    /// The profile with some fields changed, as a JSON merge patch (RFC 7396): `null` takes a field
    /// away, an object is merged. A client's secret may be among them.
    ///
    /// # Errors
    /// As [`Definition::of`]; whether the result can be used is another question
    /// ([`Profile::check`]).
    pub fn patched(&self, changes: Value) -> Result<Definition, Failure> {
        let mut document = Value::Object(self.document());
        merge(&mut document, changes);
        Definition::of(document)
    }
}

fn said(object: Map<String, Value>) -> Map<String, Value> {
    let values = object.into_iter().map(|(name, value)| match value {
        // A schema is kept as it was written.
        Value::Object(inner) if name != "credential_schema" => (name, Value::Object(said(inner))),
        other => (name, other),
    });
    values.filter(|(_, value)| !is_default(value)).collect()
}

fn is_default(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::String(_) => false,
    }
}

fn merge(document: &mut Value, changes: Value) {
    let changes = match changes {
        Value::Object(changes) => changes,
        other => {
            *document = other;
            return;
        }
    };
    if !document.is_object() {
        *document = Value::Object(Map::new());
    }
    for (name, change) in changes {
        let Some(fields) = document.as_object_mut() else { return };
        if change.is_null() {
            fields.remove(&name);
        } else {
            merge(fields.entry(name).or_insert(Value::Null), change);
        }
    }
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
