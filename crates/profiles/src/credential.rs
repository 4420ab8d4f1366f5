use nexus_model::{Failure, Fields, SecretFields};
use serde_json::{Map, Value};

use crate::Profile;
use crate::failures::unusable;

/// What a connection to a profile's API proves itself with. Lives only as long as a request.
#[derive(Clone, Debug, Default)]
pub struct Credential {
    /// What may be shown.
    pub fields: Fields,
    /// What may not.
    pub secrets: SecretFields,
}

impl Credential {
    /// A field's text, if it was given and is not blank.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let shown = self.fields.get(name).map(String::as_str);
        let text = shown.or_else(|| self.secrets.get(name).map(|secret| secret.expose()))?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// A field that cannot be done without.
    pub(crate) fn need(&self, name: &str) -> Result<&str, Failure> {
        self.get(name).ok_or_else(|| {
            let message = format!("The connection has no {name}.");
            unusable(name, message, "Connect again and fill it in.")
        })
    }
}

impl Profile {
    /// Whether a credential fits the profile's form: nothing unknown, nothing missing, each field on
    /// its side and of its form.
    ///
    /// # Errors
    /// `invalid_input` with the field. Values are not quoted.
    pub fn check_credential(&self, credential: &Credential) -> Result<(), Failure> {
        let Some(form) = self.form() else {
            let message = format!("{} signs in; nothing is typed for it.", self.name);
            return Err(unusable("profile", message, "Sign in to it instead."));
        };
        let properties = form["properties"].as_object().cloned().unwrap_or_default();
        let sides = credential.fields.keys().map(|name| (name, false));
        for (name, is_secret) in sides.chain(credential.secrets.keys().map(|name| (name, true))) {
            check_side(&properties, name, is_secret)?;
        }
        let given = |name: &String| Some((name.clone(), credential.get(name)?.into()));
        let document = Value::Object(properties.keys().filter_map(given).collect());
        let validator = jsonschema::validator_for(&form).map_err(|_| {
            unusable("params.credential_schema", "The form cannot be read.", "Mend the profile.")
        })?;
        match validator.iter_errors(&document).next() {
            None => Ok(()),
            Some(error) => Err(misfit(&properties, &error)),
        }
    }
}

fn check_side(properties: &Map<String, Value>, name: &str, hidden: bool) -> Result<(), Failure> {
    match properties.get(name).map(|property| property["writeOnly"] == true) {
        Some(is_secret) if is_secret && !hidden => Err(unusable(
            name,
            format!("“{name}” is a secret and was given where others can see it."),
            "Give it on standard input with --secrets-stdin.",
        )),
        Some(_) => Ok(()),
        None => {
            let known: Vec<_> = properties.keys().map(String::as_str).collect();
            let message = format!("The credential has no field “{name}”.");
            Err(unusable(name, message, crate::nearest::remedy(name, &known)))
        }
    }
}

/// Words of our own, because the library's quote the value, which may be a secret.
fn misfit(properties: &Map<String, Value>, error: &jsonschema::ValidationError<'_>) -> Failure {
    let missing = match error.kind() {
        jsonschema::error::ValidationErrorKind::Required { property } => property.as_str(),
        _ => None,
    };
    let path = error.instance_path().to_string();
    let name = missing.unwrap_or_else(|| path.trim_start_matches('/'));
    let told = |key: &str| properties.get(name)?.get(key)?.as_str();
    let title = told("title").unwrap_or(name);
    let message = match missing {
        Some(_) => format!("{title} is missing."),
        None => format!("{title} does not have the form it should have."),
    };
    unusable(name, message, told("description").unwrap_or("Compare it with the API's console."))
}
