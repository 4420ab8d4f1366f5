use nexus_clouds::{AuthKind, Descriptor, EndpointField};
use nexus_model::{Endpoint, Failure, Fields, SecretFields};
use serde_json::{Map, Value};
use zeroize::Zeroize;

use crate::failures::invalid;

/// Longest name of a provider, in characters; more does not fit a card.
const MAX_NAME_CHARS: usize = 80;

const OPERATION: &str = "check what was typed";

/// The name without blanks around it.
pub(crate) fn check_name(typed: &str) -> Result<String, Failure> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(invalid(
            OPERATION,
            "name",
            "A provider needs a name.",
            "Type one you will recognise, such as “AWS production”.",
        ));
    }
    if name.chars().count() > MAX_NAME_CHARS || name.chars().any(char::is_control) {
        return Err(invalid(
            OPERATION,
            "name",
            format!("A name has at most {MAX_NAME_CHARS} characters on one line."),
            "Shorten it.",
        ));
    }
    Ok(name.to_owned())
}

/// The endpoint, if one was typed; it must be if the cloud has none of its own.
pub(crate) fn check_endpoint(
    field: &EndpointField,
    typed: Option<&str>,
) -> Result<Option<Endpoint>, Failure> {
    let remedy = match field.required {
        true => format!("{} For example {}.", field.description, field.example),
        false => "Leave it empty to use the cloud's own endpoint.".to_owned(),
    };
    let told = |message: String| invalid(OPERATION, "endpoint", message, &remedy);
    match typed.map(str::trim).filter(|text| !text.is_empty()) {
        None if field.required => Err(told(format!("{} is missing.", field.title))),
        None => Ok(None),
        Some(typed) => Endpoint::parse(typed).map(Some).map_err(|error| told(error.to_string())),
    }
}

/// Checks a credential against its schema: nothing unknown, nothing secret among what may be
/// shown, nothing missing, everything of its form.
pub(crate) fn check_credential(
    descriptor: &Descriptor,
    auth: &str,
    fields: &Fields,
    secrets: &SecretFields,
) -> Result<(), Failure> {
    let kind = descriptor.auth_kind(auth).ok_or_else(|| {
        let known: Vec<_> = descriptor.auth_kinds.iter().map(|kind| kind.id.as_str()).collect();
        invalid(
            OPERATION,
            "auth",
            format!("{} has no way to authenticate called “{auth}”.", descriptor.name),
            &format!("Use one of: {}.", known.join(", ")),
        )
    })?;
    for field in fields.keys() {
        check_side(kind, field, false)?;
    }
    for field in secrets.keys() {
        check_side(kind, field, true)?;
    }
    let mut document = document(fields, secrets);
    let result = check_schema(kind, &document);
    wipe(&mut document);
    result
}

fn check_side(kind: &AuthKind, field: &str, given_as_secret: bool) -> Result<(), Failure> {
    match kind.is_secret(field) {
        None => Err(invalid(
            OPERATION,
            field,
            format!("{} has no field “{field}”.", kind.name),
            "See `nexus clouds` for the fields it has.",
        )),
        Some(true) if !given_as_secret => Err(invalid(
            OPERATION,
            field,
            format!("“{field}” is a secret and was given where others can see it."),
            "Give it on standard input with --secrets-stdin.",
        )),
        Some(_) => Ok(()),
    }
}

fn document(fields: &Fields, secrets: &SecretFields) -> Value {
    let shown = fields.iter().map(|(field, text)| (field, text.trim()));
    let hidden = secrets.iter().map(|(field, secret)| (field, secret.expose()));
    let object: Map<_, _> = shown
        .chain(hidden)
        .filter(|(_, text)| !text.is_empty())
        .map(|(field, text)| (field.clone(), Value::from(text)))
        .collect();
    Value::Object(object)
}

fn check_schema(kind: &AuthKind, document: &Value) -> Result<(), Failure> {
    let validator = jsonschema::validator_for(&kind.schema).map_err(|_| {
        crate::failures::internal(
            OPERATION,
            "The schema of this credential cannot be read.",
            "Please report it; this is a fault of the app.",
        )
    })?;
    match validator.iter_errors(document).next() {
        None => Ok(()),
        Some(error) => Err(schema_failure(kind, &error)),
    }
}

/// Words of our own, because the library's quote the value, which may be a secret.
fn schema_failure(kind: &AuthKind, error: &jsonschema::ValidationError<'_>) -> Failure {
    let missing = match error.kind() {
        jsonschema::error::ValidationErrorKind::Required { property } => property.as_str(),
        _ => None,
    };
    let path = error.instance_path().to_string();
    let field = missing.unwrap_or_else(|| path.trim_start_matches('/'));
    let property = &kind.schema["properties"][field];
    let title = property["title"].as_str().unwrap_or(field);
    let remedy = property["description"].as_str().unwrap_or("Compare it with the cloud's console.");
    let message = if missing.is_some() {
        format!("{title} is missing.")
    } else {
        format!("{title} does not have the form it should have.")
    };
    invalid(OPERATION, field, message, remedy)
}

/// Overwrites every text of the document: some of them are secrets.
fn wipe(document: &mut Value) {
    for (_, value) in document.as_object_mut().into_iter().flatten() {
        if let Value::String(text) = value {
            text.zeroize();
        }
    }
}
