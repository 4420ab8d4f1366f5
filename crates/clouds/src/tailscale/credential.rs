//! The fields of an OAuth client.

use nexus_model::{Account, Failure, Secret};
use serde_json::{Value, json};

use crate::credential::{form, missing, secret_word};

const CLIENT_ID: &str = "client_id";
const CLIENT_SECRET: &str = "client_secret";
const TAILNET: &str = "tailnet";

/// Stands for the tailnet that a credential belongs to.
const OWN: &str = "-";

/// JSON Schema of the credential. A secret begins with `tskey-client-`
/// (<https://tailscale.com/kb/1215/oauth-clients>); no length is promised.
pub(super) fn schema() -> Value {
    form(
        [
            (
                CLIENT_ID,
                json!({
                    "title": "Client ID",
                    "description": "Shown in the list of OAuth clients.",
                    "minLength": 4,
                    "maxLength": 128,
                    "pattern": "^[!-~]+$",
                    "examples": ["k1234567CNTRL"]
                }),
            ),
            (
                CLIENT_SECRET,
                secret_word(
                    "Client secret",
                    "Starts with tskey-client-. Shown by Tailscale only once, when the client is created.",
                    16..=512,
                ),
            ),
            (
                TAILNET,
                json!({
                    "title": "Tailnet",
                    "description": "The tailnet's ID, from Settings, General. Empty for the one that the client belongs to.",
                    "maxLength": 253,
                    "pattern": "^[^\\s/]*$",
                    "examples": ["T1234CNTRL", "example.com"]
                }),
            ),
        ],
        &[CLIENT_ID, CLIENT_SECRET],
    )
}

/// An OAuth client of a tailnet.
pub(super) struct OAuthClient {
    pub(super) id: String,
    pub(super) secret: Secret,
    /// As the API's paths name it.
    pub(super) tailnet: String,
}

/// The account's OAuth client.
///
/// # Errors
/// `invalid_input` for a field that is missing.
pub(super) fn of(account: &Account) -> Result<OAuthClient, Failure> {
    let field = |name| account.fields.get(name).map(|text| text.trim()).filter(|t| !t.is_empty());
    let id = field(CLIENT_ID).ok_or_else(|| missing(CLIENT_ID, "OAuth client's ID"))?;
    let secret = account.secret(CLIENT_SECRET).cloned();
    Ok(OAuthClient {
        id: id.to_owned(),
        secret: secret.ok_or_else(|| missing(CLIENT_SECRET, "OAuth client's secret"))?,
        tailnet: field(TAILNET).unwrap_or(OWN).to_owned(),
    })
}

impl OAuthClient {
    /// The tailnet as a person knows it.
    pub(super) fn tailnet_name(&self) -> &str {
        if self.tailnet == OWN { "tailnet of the client" } else { &self.tailnet }
    }
}
