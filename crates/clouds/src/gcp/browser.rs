//! Signing in by the browser, with an OAuth client of the person's own.

use nexus_model::{Account, Failure};
use nexus_signin::{AuthMethod, Client, LoopbackHost, Quirks, Server, SignInPlan};
use serde_json::{Value, json};

use super::guide;
use crate::AuthKind;
use crate::browser::{
    AUTH, CLIENT_ID, CLIENT_SECRET, REDIRECT_PORT, address, client_secret_field, free_port_field,
    names, offer, redirect, typed,
};
use crate::credential::form;

/// Google's identifier as an issuer, whose metadata names its endpoints:
/// <https://developers.google.com/identity/openid-connect/openid-connect#discovery>.
const ISSUER: &str = "https://accounts.google.com";

/// By the references of the calls: `compute.readonly` of Compute Engine's instances.aggregatedList,
/// `cloud-platform.read-only` of Resource Manager's projects.search and Service Usage's
/// services.batchGet, `service.management` of services.batchEnable
/// (<https://docs.cloud.google.com/service-usage/docs/reference/rest/v1/services/batchEnable#authorization-scopes>).
const SCOPES: [(&str, &str); 5] = [
    ("openid", "to know who signed in"),
    // Asked for as `email`, it is granted under this name.
    ("https://www.googleapis.com/auth/userinfo.email", "to name the connection after the account"),
    ("https://www.googleapis.com/auth/compute.readonly", "to list the instances"),
    (
        "https://www.googleapis.com/auth/cloud-platform.read-only",
        "to list the projects and see which APIs they have enabled",
    ),
    (
        "https://www.googleapis.com/auth/service.management",
        "to enable the Compute Engine API in a chosen project that has not",
    ),
];

/// Signing in by the browser.
pub(super) fn auth_kind() -> AuthKind {
    AuthKind {
        id: AUTH.into(),
        name: "Browser sign-in".into(),
        summary: "For all projects of a Google account, through an OAuth client of your own."
            .into(),
        schema: schema(),
        guide: guide::browser(),
        sign_in: Some(offer(&SCOPES, Some("projects"))),
    }
}

/// Google issues a secret for a desktop app too and wants to see it, though it is none
/// (<https://developers.google.com/identity/protocols/oauth2/native-app#creatingcred>).
fn schema() -> Value {
    form(
        [
            (
                CLIENT_ID,
                json!({
                    "title": "Client ID",
                    "description": "Of your OAuth client; ends with .apps.googleusercontent.com.",
                    "pattern": "^[0-9A-Za-z_-]+\\.apps\\.googleusercontent\\.com$",
                    "maxLength": 256,
                    "examples": ["415104041262-a1b2c3d4e5f6.apps.googleusercontent.com"]
                }),
            ),
            (
                CLIENT_SECRET,
                client_secret_field(
                    "Shown when the client is created. Google gives a desktop app one too and asks for it.",
                ),
            ),
            (
                REDIRECT_PORT,
                free_port_field(
                    "Only for a client of the type Web application: the port of its redirect URI http://127.0.0.1:PORT/. Empty for a desktop app, which may come back to any port.",
                ),
            ),
        ],
        &[CLIENT_ID],
    )
}

/// How a person signs in. `access_type` and `prompt` make Google issue a refresh token each time:
/// <https://developers.google.com/identity/protocols/oauth2/web-server#offline>.
///
/// # Errors
/// `invalid_input` for a field that is missing or wrong.
pub(super) fn plan(account: &Account) -> Result<SignInPlan, Failure> {
    let parameter = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    Ok(SignInPlan::Browser(Box::new(Client {
        server: Server::Discovered { issuer: address(account.endpoint.as_ref(), ISSUER, &[])? },
        id: typed(account, CLIENT_ID, "client ID")?.to_owned(),
        secret: account.secret(CLIENT_SECRET).cloned(),
        auth_method: AuthMethod::Post,
        scopes: names(&SCOPES),
        parameters: [("access_type", "offline"), ("prompt", "consent")].map(parameter).into(),
        quirks: Quirks { skip_scope_on_exchange: true, ..Quirks::default() },
        redirect: redirect(account, LoopbackHost::Ipv4, None)?,
    })))
}
