//! What is asked for: the project, the prefix and the login.

use crate::form::{Field, schema};
use crate::{BackendDescriptor, LoginKind};

pub(super) const PROJECT_ID: &str = "project_id";
pub(super) const PREFIX: &str = "prefix";
pub(super) const ENDPOINT: &str = "endpoint";
pub(super) const CREDENTIALS_FILE: &str = "credentials_file";

/// The key file's text. The word is that of the failures of `nexus_signin::GoogleKey`.
pub(super) const KEY: &str = "key";

/// The login by the Application Default Credentials.
pub(super) const APPLICATION_DEFAULT: &str = "application_default";
/// The login by a service account's key.
pub(super) const SERVICE_ACCOUNT: &str = "service_account";

/// The prefix when none is given: the seed's own.
pub(super) const DEFAULT_PREFIX: &str = "nexus-providers";

/// Google Secret Manager.
pub(super) fn descriptor() -> BackendDescriptor {
    let endpoint = "For regional secrets: https://secretmanager.LOCATION.rep.googleapis.com.";
    let place = [
        Field::new(PROJECT_ID, "Project ID", "The project that keeps the secrets."),
        Field::new(PREFIX, "Prefix", "Names begin with it.").or(DEFAULT_PREFIX),
        Field::new(ENDPOINT, "Endpoint", endpoint).optional(),
    ];
    BackendDescriptor {
        id: "gcp-secret-manager".into(),
        name: "Google Secret Manager".into(),
        summary: "For organisations whose credentials must stay in their Google Cloud project."
            .into(),
        docs: "https://docs.cloud.google.com/secret-manager/docs/overview".into(),
        schema: schema(&place),
        logins: vec![application_default(), service_account()],
    }
}

/// <https://docs.cloud.google.com/docs/authentication/application-default-credentials>
fn application_default() -> LoginKind {
    let file = Field::new(CREDENTIALS_FILE, "Credentials file", "gcloud's own if empty.");
    LoginKind {
        id: APPLICATION_DEFAULT.into(),
        name: "gcloud's login".into(),
        summary: "The login that “gcloud auth application-default login” leaves in a file.".into(),
        schema: schema(&[file.optional()]),
        in_browser: false,
    }
}

/// <https://docs.cloud.google.com/iam/docs/keys-create-delete>
fn service_account() -> LoginKind {
    let key = Field::new(KEY, "Key file", "The whole JSON file that Google Cloud gave.");
    LoginKind {
        id: SERVICE_ACCOUNT.into(),
        name: "Service account key".into(),
        summary: "A key of a service account, where an organisation allows them.".into(),
        schema: schema(&[key.secret().multiline()]),
        in_browser: false,
    }
}
