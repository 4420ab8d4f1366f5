//! Signing in by the browser, through an OAuth client of the person's own.

use nexus_model::{Account, Failure};
use nexus_signin::SignInPlan;
use serde_json::{Value, json};

use super::guide;
use crate::AuthKind;
use crate::browser::{
    AUTH, CLIENT_ID, CLIENT_SECRET, Pages, REDIRECT_PORT, address, client_secret_field,
    fixed_port_field, offer, plan_by_pages,
};
use crate::credential::form;

/// The authorization server: <https://docs.digitalocean.com/reference/api/oauth/>.
const SERVER: &str = "https://cloud.digitalocean.com";

/// <https://docs.digitalocean.com/reference/api/scopes/>.
const SCOPES: [(&str, &str); 2] = [
    ("account:read", "to know who signed in and to which team"),
    ("droplet:read", "to list the Droplets"),
];

/// Signing in by the browser.
pub(super) fn auth_kind() -> AuthKind {
    AuthKind {
        id: AUTH.into(),
        name: "Browser sign-in".into(),
        summary: "For a team, through a public OAuth client or one of your own.".into(),
        schema: schema(),
        guide: guide::browser(),
        sign_in: Some(offer(&SCOPES, None)),
    }
}

fn schema() -> Value {
    form(
        [
            (
                CLIENT_ID,
                json!({
                    "title": "Client ID",
                    "description": "Of the public client, or of the OAuth application.",
                    "pattern": "^[A-Za-z0-9._-]{8,128}$",
                    "examples": ["a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90"]
                }),
            ),
            (
                CLIENT_SECRET,
                client_secret_field(
                    "Only for an OAuth application of the control panel. A public client has none.",
                ),
            ),
            (REDIRECT_PORT, fixed_port_field()),
        ],
        &[CLIENT_ID],
    )
}

/// How a person signs in. Redirects are compared letter by letter, and public clients must show a
/// proof key.
///
/// # Errors
/// `invalid_input` for a field that is missing or wrong.
pub(super) fn plan(account: &Account) -> Result<SignInPlan, Failure> {
    let at = |name| address(account.endpoint.as_ref(), SERVER, &["v1", "oauth", name]);
    let pages = Pages {
        authorization: at("authorize")?,
        token: at("token")?,
        revocation: Some(at("revoke")?),
    };
    plan_by_pages(account, pages, account.secret(CLIENT_SECRET).cloned(), &SCOPES)
}
