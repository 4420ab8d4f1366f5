//! Google's token endpoint for service accounts and for people who logged in with gcloud.
//! <https://developers.google.com/identity/protocols/oauth2/service-account>,
//! <https://developers.google.com/identity/protocols/oauth2/web-server#offline>, read 2026-11.

use std::sync::LazyLock;

use jsonwebtoken::{Algorithm, Validation};
use serde_json::{Value, json};

use super::form_of;
use super::secret_manager::{PROJECT, READER, WRITER};
use crate::http::{Request, Response};
use crate::vendors::reply;
use crate::vendors::rsa::Rsa;

const KEY_ID: &str = "4f2c8a1b9d3e5f60718293a4b5c6d7e8f9012345";
const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";
const CLIENT: &str = "764086051850-x.apps.googleusercontent.com";
const CLIENT_SECRET: &str = "d-FL95Q19q7MQm+of=gcloud";
const REFRESH: &str = "1//0refresh-t0ken_of-a-person";

/// Both service accounts' key, made for this run.
static KEY: LazyLock<Rsa> = LazyLock::new(Rsa::generate);

/// The key file of a service account.
pub fn key_file(account: &str) -> String {
    json!({
        "type": "service_account", "project_id": PROJECT, "private_key_id": KEY_ID,
        "private_key": KEY.pem, "client_email": account,
        "token_uri": "https://oauth2.googleapis.com/token", "universe_domain": "googleapis.com"
    })
    .to_string()
}

/// The file of `gcloud auth application-default login`, of a person who may do everything.
pub fn person_file() -> String {
    json!({
        "type": "authorized_user", "client_id": CLIENT, "client_secret": CLIENT_SECRET,
        "refresh_token": REFRESH, "quota_project_id": PROJECT
    })
    .to_string()
}

/// What must never show.
pub fn secrets() -> Vec<String> {
    let lines = KEY.pem.lines().filter(|line| !line.starts_with('-')).take(3);
    lines.chain([CLIENT_SECRET, REFRESH, "ya29.c."]).map(str::to_owned).collect()
}

/// The token of one of the two service accounts in a session.
pub(super) fn token(account: &str, session: u64) -> String {
    let who = account.split('@').next().unwrap_or_default();
    format!("ya29.c.{who}-{session}-0123456789")
}

/// Answers a request for a token.
pub(super) fn answer(request: &Request, session: u64) -> Response {
    let Some(form) = form_of(request) else {
        return refuse("invalid_request", "Required parameter is missing: grant_type");
    };
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let granted = |account: &str| {
        let token = token(account, session);
        reply(200, &json!({"access_token": token, "expires_in": 3599, "token_type": "Bearer"}))
    };
    match field("grant_type") {
        "refresh_token" => {
            let known = field("client_id") == CLIENT && field("client_secret") == CLIENT_SECRET;
            match field("refresh_token") {
                REFRESH if known => granted(WRITER),
                _ => refuse("invalid_grant", "Token has been expired or revoked."),
            }
        }
        "urn:ietf:params:oauth:grant-type:jwt-bearer" => {
            let mut rules = Validation::new(Algorithm::RS256);
            rules.set_issuer(&[WRITER, READER]);
            let host = request.header("host").unwrap_or_default();
            rules.set_audience(&[format!("http://{host}/token")]);
            rules.set_required_spec_claims(&["exp", "iss", "aud"]);
            let claims = jsonwebtoken::decode::<Value>(field("assertion"), &KEY.public, &rules);
            match claims.map(|token| token.claims) {
                Ok(claims) if claims["scope"] != SCOPE => refuse("invalid_scope", "No."),
                Ok(claims) if claims["iss"] == WRITER => granted(WRITER),
                Ok(_) => granted(READER),
                Err(_) => refuse("invalid_grant", "Invalid JWT Signature."),
            }
        }
        other => refuse("unsupported_grant_type", &format!("Invalid grant_type: {other}")),
    }
}

fn refuse(word: &str, text: &str) -> Response {
    reply(400, &json!({"error": word, "error_description": text}))
}
