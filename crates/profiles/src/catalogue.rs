//! Ready profiles of well-known APIs: one file each, checked against the vendor's own pages.

use nexus_model::{Failure, Fields};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::failures::{missing, unusable};
use crate::{Definition, Profile, template};

/// A ready profile of a well-known API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CatalogueEntry {
    /// The profile. `${name}` in it stands for a variable.
    pub profile: Profile,
    /// The API's name for people.
    pub title: String,
    /// The vendor's page that the profile was checked against.
    pub docs: String,
    /// Steps in the provider's console, in order.
    pub notes: Vec<String>,
    /// What differs from customer to customer and is asked for.
    pub variables: Vec<Variable>,
}

/// A part of a ready profile that differs from customer to customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// Its name in `${…}`.
    pub name: String,
    /// Label of its field.
    pub title: String,
    /// What to put in, and where it is found.
    pub description: String,
    /// One as it may look.
    pub example: String,
}

/// An entry's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    docs: String,
    notes: Vec<String>,
    #[serde(default)]
    variables: Vec<Variable>,
    profile: Value,
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(include_str!(concat!("../catalogue/", $name, ".yaml"))),*]
    };
}

const FILES: &[&str] = &files![
    "airtable",
    "auth0",
    "bedrock",
    "cloudflare",
    "datadog",
    "github",
    "gitlab",
    "google-workspace",
    "jira",
    "linear",
    "microsoft-entra",
    "notion",
    "okta",
    "pagerduty",
    "salesforce",
    "slack",
    "stripe",
    "x",
];

/// Every ready profile, by title. A file that cannot be read would be a fault of the build, which a
/// test finds.
pub fn catalogue() -> Vec<CatalogueEntry> {
    FILES.iter().filter_map(|text| entry(text).ok()).collect()
}

fn entry(text: &str) -> Result<CatalogueEntry, String> {
    let file: File = serde_saphyr::from_str(text).map_err(|error| error.to_string())?;
    let File { title, docs, notes, variables, profile } = file;
    let definition = Definition::of(profile).map_err(|failure| failure.to_string())?;
    Ok(CatalogueEntry { profile: definition.profile, title, docs, notes, variables })
}

impl CatalogueEntry {
    /// The profile with its variables filled in.
    ///
    /// # Errors
    /// `invalid_input` with the variable that is missing, or that is more than one word.
    pub fn filled(&self, values: &Fields) -> Result<Profile, Failure> {
        for variable in &self.variables {
            let remedy = format!("{} For example {}.", variable.description, variable.example);
            let value = values.get(&variable.name).map(|text| text.trim()).unwrap_or_default();
            // It becomes part of a host's name or of a path: it must not end either.
            let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            if value.is_empty() {
                return Err(missing(
                    &variable.name,
                    "it differs from customer to customer",
                    &remedy,
                ));
            }
            if !value.chars().all(is_word) {
                let message = format!("{} is one word.", variable.title);
                return Err(unusable(&variable.name, message, remedy));
            }
        }
        let known = |name: &str| self.variables.iter().any(|variable| variable.name == name);
        let value = |name: &str| values.get(name).filter(|_| known(name)).map(|text| text.trim());
        let mut document = Value::Object(self.profile.document());
        fill(&mut document, &value);
        Ok(Definition::of(document)?.profile)
    }
}

fn fill<'a>(document: &mut Value, value: &impl Fn(&str) -> Option<&'a str>) {
    match document {
        Value::String(text) => *text = template::fill(text, value),
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, value)),
        Value::Object(fields) => fields.values_mut().for_each(|field| fill(field, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
#[path = "catalogue_tests.rs"]
mod tests;
