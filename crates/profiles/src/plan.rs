use std::collections::{BTreeMap, BTreeSet};

use nexus_model::{Failure, Secret};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::failures::unusable;
use crate::mask::MASK;
use crate::{Definition, read};

/// A file with profiles, as it was read. Its text may have a client's secret in it.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub struct ProfileFile {
    /// Name, for messages.
    pub name: String,
    /// The whole text.
    pub text: Secret,
}

/// What applying a file does, or would do, to one profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct PlannedChange {
    /// The profile's name; empty if the file could not be read as far as that.
    pub name: String,
    /// What becomes of it.
    pub action: PlanAction,
    /// What differs, field by field.
    pub differences: Vec<ProfileDifference>,
    /// Why the file cannot be applied.
    pub failure: Option<Failure>,
    /// The file.
    pub file: String,
}

/// What becomes of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PlanAction {
    /// It is new.
    Create,
    /// It is there and differs.
    Change,
    /// It is there and is the same.
    Unchanged,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct ProfileDifference {
    /// The field, with dots: `params.header_name`.
    pub field: String,
    /// What it is now, as JSON; `None` if it is not there. A secret is `••••`.
    pub before: Option<String>,
    /// What it becomes.
    pub after: Option<String>,
}

/// A change with what is needed to make it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What is told of it.
    pub change: PlannedChange,
    /// The profile; `None` if the file cannot be applied.
    pub definition: Option<Definition>,
}

/// What applying files to the profiles that are there would do. A profile of the same name is
/// replaced; a client's secret that a file does not give stays; profiles that no file names stay.
pub fn plan(existing: &[Definition], files: &[ProfileFile]) -> Vec<Planned> {
    let mut planned: Vec<Planned> = Vec::new();
    for file in files {
        let definitions = match read(file.text.expose()) {
            Ok(definitions) => definitions,
            Err(failure) => {
                planned.push(refused(String::new(), file, failure));
                continue;
            }
        };
        for definition in definitions {
            let name = &definition.profile.name;
            let twice = planned.iter().find(|other| other.change.name == *name);
            let next = match twice {
                Some(other) => {
                    let message = format!("{name} is in {} too.", other.change.file);
                    let failure = unusable("name", message, "Keep one of them.");
                    refused(name.clone(), file, failure)
                }
                None => {
                    let now = existing.iter().find(|other| other.profile.name == *name);
                    let change = change(now, &definition, file);
                    Planned { change, definition: Some(definition) }
                }
            };
            planned.push(next);
        }
    }
    planned
}

fn refused(name: String, file: &ProfileFile, failure: Failure) -> Planned {
    let change = PlannedChange {
        name,
        action: PlanAction::Unchanged,
        differences: Vec::new(),
        failure: Some(failure),
        file: file.name.clone(),
    };
    Planned { change, definition: None }
}

fn change(now: Option<&Definition>, next: &Definition, file: &ProfileFile) -> PlannedChange {
    let differences = differences(now, next);
    let action = match (now, differences.is_empty()) {
        (None, _) => PlanAction::Create,
        (Some(_), true) => PlanAction::Unchanged,
        (Some(_), false) => PlanAction::Change,
    };
    let (name, file) = (next.profile.name.clone(), file.name.clone());
    PlannedChange { name, action, differences, failure: None, file }
}

/// What differs between a profile and the one that takes its place.
pub fn differences(now: Option<&Definition>, next: &Definition) -> Vec<ProfileDifference> {
    let fields = |definition: &Definition| {
        let mut fields = BTreeMap::new();
        flatten("", Value::Object(definition.profile.document()), &mut fields);
        fields
    };
    let (before, after) = (now.map(fields).unwrap_or_default(), fields(next));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let shown = names.into_iter().filter_map(|name| {
        let (before, after) = (before.get(name).cloned(), after.get(name).cloned());
        (before != after).then(|| ProfileDifference { field: name.clone(), before, after })
    });
    let secrets = next.secrets.iter().filter_map(|(name, secret)| {
        let before = now.and_then(|now| now.secrets.get(name));
        let is_same = before.is_some_and(|before| before.expose() == secret.expose());
        let masked = || Some(MASK.to_owned());
        (!is_same).then(|| ProfileDifference {
            field: name.clone(),
            before: before.and_then(|_| masked()),
            after: masked(),
        })
    });
    shown.chain(secrets).collect()
}

/// An object's fields under their names with dots. A schema is one field.
fn flatten(prefix: &str, value: Value, fields: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(object) if !prefix.ends_with("credential_schema") => {
            for (name, value) in object {
                let dot = if prefix.is_empty() { "" } else { "." };
                flatten(&format!("{prefix}{dot}{name}"), value, fields);
            }
        }
        Value::String(text) => {
            fields.insert(prefix.to_owned(), text);
        }
        other => {
            fields.insert(prefix.to_owned(), other.to_string());
        }
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
