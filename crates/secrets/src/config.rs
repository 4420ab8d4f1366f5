use nexus_model::{Fields, SecretFields};
use serde::Serialize;
use serde_json::Value;

/// What is known about a kind of store without calling it. The settings and `nexus secret-backend`
/// are drawn from it.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct BackendDescriptor {
    /// Identifier, as in `SECRET_BACKEND`.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// One sentence: for whom it is.
    pub summary: String,
    /// The vendor's page about it.
    pub docs: String,
    /// JSON Schema (2020-12) of where it is: a flat object of strings, none of them secret. `x-order`
    /// lists the fields in the order of the form.
    #[specta(type = specta_typescript::Unknown)]
    pub schema: Value,
    /// Ways to log in, the usual one first.
    pub logins: Vec<LoginKind>,
}

/// One way to log in to a store.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct LoginKind {
    /// Identifier.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// One sentence: for whom it is.
    pub summary: String,
    /// JSON Schema of what is typed for it, as [`BackendDescriptor::schema`]; a secret field has
    /// `writeOnly`, and one that the login in the browser brings `x-from-browser`.
    #[specta(type = specta_typescript::Unknown)]
    pub schema: Value,
    /// Whether a person logs in in the browser: see [`crate::log_in`].
    pub in_browser: bool,
}

/// A store with a login to it.
#[derive(Clone, Debug)]
pub struct BackendConfig {
    /// Which kind of store.
    pub backend: String,
    /// Where it is, and what of the login is not secret.
    pub fields: Fields,
    /// Which way to log in.
    pub login: String,
    /// The secret fields of the login.
    pub secrets: SecretFields,
}
