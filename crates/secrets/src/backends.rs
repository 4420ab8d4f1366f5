//! Every kind of store, one line each.

use std::sync::Arc;

use futures::future::BoxFuture;
use nexus_http::Http;
use nexus_model::{ErrorCode, Failure};
use serde_json::Value;

use crate::environment::Words;
use crate::{BackendConfig, BackendDescriptor, BrowserLogin, LoginKind, SecretBackend};

/// What a kind of store is known by.
pub(crate) struct Kind {
    pub(crate) descriptor: fn() -> BackendDescriptor,
    /// Opens one with fields that were checked against the descriptor.
    pub(crate) open: Open,
    /// What chooses it from outside the app.
    pub(crate) words: &'static Words,
    /// Begins its login in the browser, if it has one.
    pub(crate) log_in: Option<LogIn>,
}

type Open = fn(&BackendConfig, &Http) -> Result<Arc<dyn SecretBackend>, Failure>;

/// Begins a login in the browser.
pub(crate) type LogIn =
    for<'a> fn(&'a BackendConfig, &'a Http) -> BoxFuture<'a, Result<BrowserLogin, Failure>>;

/// In the order people see them.
pub(crate) const KINDS: &[Kind] =
    &[crate::hashicorp_vault::KIND, crate::aws::KIND, crate::gcp::KIND, crate::azure::KIND];

/// All descriptors.
pub fn descriptors() -> Vec<BackendDescriptor> {
    KINDS.iter().map(|kind| (kind.descriptor)()).collect()
}

/// Opens a store. Nothing is called yet; [`SecretBackend::health`] does that.
///
/// # Errors
/// `invalid_input` naming the field that is unknown, missing or cannot be used.
pub fn open(config: &BackendConfig, http: &Http) -> Result<Arc<dyn SecretBackend>, Failure> {
    let (kind, descriptor) = known_kind(&config.backend)?;
    check(&descriptor, config)?;
    (kind.open)(config, http)
}

/// A kind by its id.
///
/// # Errors
/// `invalid_input` if there is none.
pub(crate) fn known_kind(id: &str) -> Result<(&'static Kind, BackendDescriptor), Failure> {
    kind(id).ok_or_else(|| {
        let message = format!("There is no secret backend “{id}”.");
        invalid("backend", message, format!("Use one of: {}.", known().join(", ")))
    })
}

/// The same, or nothing.
pub(crate) fn kind(id: &str) -> Option<(&'static Kind, BackendDescriptor)> {
    let all = KINDS.iter().map(|kind| (kind, (kind.descriptor)()));
    all.into_iter().find(|(_, descriptor)| descriptor.id == id)
}

/// Every id.
pub(crate) fn known() -> Vec<String> {
    descriptors().into_iter().map(|descriptor| descriptor.id).collect()
}

/// A field that cannot be used, told with what to do.
pub(crate) fn invalid(
    field: &str,
    message: impl Into<String>,
    remedy: impl Into<String>,
) -> Failure {
    Failure::new(ErrorCode::InvalidInput, "open the secret backend", message, remedy)
        .in_field(field)
}

/// Whether the fields are those that the store and the way to log in have.
fn check(descriptor: &BackendDescriptor, config: &BackendConfig) -> Result<(), Failure> {
    let login = login_of(descriptor, &config.login)?;
    let schemas = [&descriptor.schema, &login.schema];
    let property = |name: &str| schemas.iter().find_map(|schema| schema["properties"].get(name));
    let typed = config.fields.keys().map(|name| (name, false));
    for (name, is_secret) in typed.chain(config.secrets.keys().map(|name| (name, true))) {
        let secret = property(name).map(|known| known["writeOnly"] == true);
        if secret != Some(is_secret) {
            let message = format!("{} has no field “{name}” here.", descriptor.name);
            return Err(invalid(name, message, "Leave it out, or correct its name."));
        }
    }
    for name in schemas.iter().flat_map(|schema| required(schema)) {
        let given = config.fields.get(name).is_some_and(|text| !text.trim().is_empty())
            || config.secrets.get(name).is_some_and(|secret| !secret.is_empty());
        if !given {
            let title = property(name).and_then(|known| known["title"].as_str()).unwrap_or(name);
            let message = format!("{title} of {} is missing.", descriptor.name);
            return Err(invalid(name, message, "Fill it in."));
        }
    }
    Ok(())
}

fn login_of<'a>(descriptor: &'a BackendDescriptor, id: &str) -> Result<&'a LoginKind, Failure> {
    descriptor.logins.iter().find(|login| login.id == id).ok_or_else(|| {
        let known: Vec<_> = descriptor.logins.iter().map(|login| login.id.as_str()).collect();
        let message = format!("{} has no login “{id}”.", descriptor.name);
        invalid("login", message, format!("Use one of: {}.", known.join(", ")))
    })
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
}
