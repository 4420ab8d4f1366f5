//! What a token is asked for with: a service account's key, or a person's refresh token.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use nexus_model::{ErrorCode, Failure, Secret};
use nexus_signin::{GoogleKey, google_assertion};
use serde::Deserialize;

use super::descriptor::{CREDENTIALS_FILE, KEY, SERVICE_ACCOUNT};
use crate::BackendConfig;
use crate::backends::invalid;
use crate::common::field;

/// The least that Secret Manager accepts:
/// <https://docs.cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access#authorization-scopes>.
const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";

/// RFC 7523, section 2.1.
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// A way to log in.
pub(super) enum Login {
    /// A service account's key.
    Key(Arc<GoogleKey>),
    /// A file that is read for every token, so that a new login in it counts.
    File(PathBuf),
}

/// A login, ready to ask for a token with.
pub(super) enum Proof {
    Key(Arc<GoogleKey>),
    Person(Person),
}

/// The file of `gcloud auth application-default login`.
#[derive(Deserialize)]
pub(super) struct Person {
    client_id: String,
    client_secret: Secret,
    refresh_token: Secret,
}

/// What is exchanged for a token.
pub(super) struct Form {
    pub(super) fields: Vec<(&'static str, Secret)>,
    /// Everything that a reply might quote.
    pub(super) secrets: Vec<Secret>,
}

#[derive(Deserialize)]
struct Kind {
    r#type: String,
}

impl Login {
    /// # Errors
    /// `invalid_input` for a key file that cannot be used.
    pub(super) fn of(config: &BackendConfig, is_local: bool) -> Result<Self, Failure> {
        if config.login == SERVICE_ACCOUNT {
            let empty = Secret::new("");
            let text = config.secrets.get(KEY).unwrap_or(&empty);
            return Ok(Self::Key(Arc::new(GoogleKey::parse(text, is_local)?)));
        }
        let file = field(config, CREDENTIALS_FILE).map(PathBuf::from).or_else(usual_file);
        file.map(Self::File).ok_or_else(|| {
            let message = "The folder of gcloud's login is not known.";
            invalid(CREDENTIALS_FILE, message, "Name the file, or set HOME.")
        })
    }

    /// # Errors
    /// `invalid_credentials` where nobody logged in, `invalid_input` for a file of another kind.
    pub(super) async fn proof(&self, is_local: bool) -> Result<Proof, Failure> {
        let file = match self {
            Self::Key(key) => return Ok(Proof::Key(Arc::clone(key))),
            Self::File(file) => file,
        };
        let text = tokio::fs::read_to_string(file).await.map(Secret::new).map_err(|why| {
            let message =
                format!("gcloud's login {} cannot be read ({}).", file.display(), why.kind());
            Failure::new(ErrorCode::InvalidCredentials, "token", message, LOG_IN)
                .in_field(CREDENTIALS_FILE)
        })?;
        let kind = serde_json::from_str::<Kind>(text.expose()).map(|kind| kind.r#type);
        match kind.as_deref() {
            Ok("authorized_user") => match serde_json::from_str(text.expose()) {
                Ok(person) => Ok(Proof::Person(person)),
                Err(_) => Err(unusable("it lacks client_id, client_secret or refresh_token")),
            },
            Ok("service_account") => {
                GoogleKey::parse(&text, is_local).map(|key| Proof::Key(Arc::new(key)))
            }
            Ok(_) => Err(unusable("its type is neither authorized_user nor service_account")),
            Err(_) => Err(unusable("it is not a JSON object with a type")),
        }
    }
}

impl Proof {
    /// The form that is exchanged for a token.
    ///
    /// # Errors
    /// `invalid_input` if the key cannot sign.
    pub(super) fn form(&self, audience: &str) -> Result<Form, Failure> {
        match self {
            Self::Key(key) => {
                let assertion = google_assertion(key, SCOPE, audience)?;
                let secrets = [vec![assertion.clone()], key.secrets()].concat();
                let fields = vec![("grant_type", Secret::new(GRANT)), ("assertion", assertion)];
                Ok(Form { fields, secrets })
            }
            // https://developers.google.com/identity/protocols/oauth2/web-server#offline
            Self::Person(person) => {
                let fields = vec![
                    ("grant_type", Secret::new("refresh_token")),
                    ("client_id", Secret::new(person.client_id.as_str())),
                    ("client_secret", person.client_secret.clone()),
                    ("refresh_token", person.refresh_token.clone()),
                ];
                let secrets = vec![person.client_secret.clone(), person.refresh_token.clone()];
                Ok(Form { fields, secrets })
            }
        }
    }
}

/// Where gcloud keeps it:
/// <https://docs.cloud.google.com/docs/authentication/application-default-credentials#personal>.
fn usual_file() -> Option<PathBuf> {
    let folder = match env::var_os("APPDATA").filter(|_| cfg!(windows)) {
        Some(roaming) => PathBuf::from(roaming).join("gcloud"),
        None => PathBuf::from(env::var_os("HOME")?).join(".config/gcloud"),
    };
    Some(folder.join("application_default_credentials.json"))
}

fn unusable(why: &str) -> Failure {
    let message = format!("gcloud's login cannot be used: {why}.");
    Failure::new(ErrorCode::InvalidInput, "token", message, LOG_IN).in_field(CREDENTIALS_FILE)
}

const LOG_IN: &str =
    "Run “gcloud auth application-default login”, or log in with a service account's key.";
