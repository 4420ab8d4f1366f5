use nexus_model::{Fields, SecretFields};
use nexus_secrets::BackendConfig;
use serde::Deserialize;

/// A store as typed, before anything is kept or asked.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub struct BackendDraft {
    /// Which kind of store, as in `SECRET_BACKEND`.
    pub backend: String,
    /// Where it is.
    pub fields: Fields,
    /// Which way to log in.
    pub login: String,
    /// What is typed for the login and may not be shown; those of the login in force if nothing is.
    pub secrets: SecretFields,
}

impl BackendDraft {
    pub(super) fn into_config(self) -> BackendConfig {
        let Self { backend, fields, login, mut secrets } = self;
        let fields = crate::providers::without_blanks(&fields);
        secrets.retain(|_, secret| !secret.is_empty());
        BackendConfig { backend, fields, login, secrets }
    }
}
