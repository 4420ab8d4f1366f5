//! From a person's text to profiles: JSON, YAML, several documents in one file, or a whole
//! `curl … -d '{…}'` as a guide prints it.

mod curl;
mod definition;
mod document;

use nexus_model::{ErrorCode, Failure, SecretFields};
use serde_json::Value;

use crate::Profile;

/// Longest text, in bytes: a thousand profiles with room to spare.
const MOST_BYTES: usize = 4 << 20;

/// A profile as it was read, and what was secret in it.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The profile.
    pub profile: Profile,
    /// A client's secret, if one was given.
    pub secrets: SecretFields,
}

/// Every profile in a text, in order. Each is known to be usable.
///
/// # Errors
/// `invalid_input`: why the text cannot be read, or which field of which profile is wrong. The text
/// is not quoted.
pub fn read(text: &str) -> Result<Vec<Definition>, Failure> {
    let documents = documents(text)?;
    let read = documents.into_iter().map(|document| {
        let definition = Definition::of(document)?;
        definition.profile.check().map_err(|mut failure| {
            failure.message = format!("{}: {}", definition.profile.name, failure.message);
            failure
        })?;
        Ok(definition)
    });
    read.collect()
}

/// Every document in a text, unread.
fn documents(text: &str) -> Result<Vec<Value>, Failure> {
    if text.len() > MOST_BYTES {
        return Err(unreadable("The text is longer than 4 MiB.", "Split it into several files."));
    }
    let documents = match curl::bodies(text)? {
        Some(bodies) => bodies.iter().map(|body| document::of_json(body)).collect::<Result<_, _>>(),
        None => document::all(text).map(|documents| vec![documents]),
    };
    let flat: Vec<Value> = documents?.into_iter().flatten().flat_map(listed).collect();
    if flat.is_empty() {
        return Err(unreadable(
            "There is no profile in it.",
            "Give a JSON or YAML object with name and auth_type.",
        ));
    }
    Ok(flat)
}

/// A list stands for its items; an empty document for nothing.
fn listed(document: Value) -> Vec<Value> {
    match document {
        Value::Null => Vec::new(),
        Value::Array(items) => items,
        other => vec![other],
    }
}

fn unreadable(message: impl Into<String>, remedy: &str) -> Failure {
    Failure::new(ErrorCode::InvalidInput, "read the profile", message, remedy)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
