//! People who sign in to Google: <https://developers.google.com/identity/protocols/oauth2/native-app>, and
//! the calls that only their tokens are for, read 2026-11.

use serde_json::{Value, json};

use super::gcp::{Gcp, PROJECT, SCOPE};
use super::oauth::{OAuth, Redirect, SIGNER, SIGNER_ID, server};
use super::{Credential, SignedIn, Vendor, reply};
use crate::http::{Request, Response};

/// A client of the type Desktop app.
pub(super) const SIGN_IN: OAuth = OAuth {
    client: "415104041262-a1b2c3d4e5f6.apps.googleusercontent.com",
    secret: Some("GOCSPX-s3cret0123456789_abcdef"),
    redirect: Redirect::AnyPort("http://127.0.0.1"),
    scopes: &[
        "openid",
        "https://www.googleapis.com/auth/userinfo.email",
        SCOPE,
        "https://www.googleapis.com/auth/cloud-platform.read-only",
        "https://www.googleapis.com/auth/service.management",
    ],
    parameters: &[("access_type", "offline"), ("prompt", "consent")],
    rotates: false,
    access: "ya29.a0Aaekm1K-pers0n-0123456789_abcdefghijklmnopqrstuvwxyz",
    refuse: |status, word, text| reply(status, &json!({"error": word, "error_description": text})),
    id_token: Some(
        |server| json!({"iss": server, "sub": "110169484474386276334", "email": PERSON, "email_verified": true}),
    ),
};

/// Who signs in.
const PERSON: &str = "alice@example.com";

pub(super) fn signed_in() -> SignedIn {
    let secret = SIGN_IN.secret.map(|text| ("client_secret", text.into()));
    SignedIn {
        typed: Credential {
            auth: "browser",
            fields: vec![("client_id", SIGN_IN.client.into())],
            secrets: secret.into_iter().collect(),
        },
        chosen: vec![("project_id", PROJECT.into())],
        token: SIGN_IN.access,
        secrets: vec![SIGN_IN.access.into()],
        choices: &[PROJECT, "other-project-456"],
    }
}

/// The endpoints of a sign-in. `None` for any other request.
pub(super) fn sign_in(request: &Request) -> Option<Response> {
    Some(match request.path_only() {
        "/.well-known/openid-configuration" => metadata(request),
        "/o/oauth2/v2/auth" => SIGN_IN.authorize(request),
        "/oauth2/v3/certs" => reply(200, &SIGNER.set(SIGNER_ID)),
        "/revoke" => SIGN_IN.revoke(request),
        _ => return None,
    })
}

/// The calls that a person's sign-in is for: userinfo, Resource Manager
/// (<https://docs.cloud.google.com/resource-manager/reference/rest/v3/projects/search>) and Service Usage
/// (<https://docs.cloud.google.com/service-usage/docs/reference/rest/v1/services/batchGet>). `None` for any
/// other.
pub(super) fn call(google: &Gcp, request: &Request) -> Option<Response> {
    let services = format!("/v1/projects/{PROJECT}/services:");
    Some(match (request.method.as_str(), request.path_only()) {
        ("GET", "/v1/userinfo") => reply(
            200,
            &json!({"sub": "110169484474386276334", "email": PERSON, "email_verified": true}),
        ),
        ("GET", "/v3/projects:search") => search(google, request),
        ("GET", path) if path == format!("{services}batchGet") => {
            let names =
                crate::sigv4::query(request).into_iter().filter(|(name, _)| name == "names");
            let states = names.map(
                |(_, name)| json!({"name": name, "parent": "projects/123", "state": "ENABLED"}),
            );
            reply(200, &json!({"services": states.collect::<Vec<_>>()}))
        }
        ("POST", path) if path == format!("{services}batchEnable") => {
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            if body["serviceIds"].as_array().is_none_or(|ids| !(1..=20).contains(&ids.len())) {
                return Some(google.refuse(400, "Invalid value for field 'serviceIds'."));
            }
            reply(
                200,
                &json!({"name": "operations/noop.DONE_OPERATION", "done": true, "response": {}}),
            )
        }
        _ => return None,
    })
}

/// Two projects on as many pages, one of them about to be deleted on a third.
fn search(google: &Gcp, request: &Request) -> Response {
    let size: Option<u32> = request.query("pageSize").and_then(|text| text.parse().ok());
    if size.is_none_or(|size| size == 0) {
        return google.refuse(400, "Invalid value for field 'pageSize'.");
    }
    let project = |id: &str, name: &str, state: &str| json!({"name": "projects/1", "projectId": id, "displayName": name, "state": state});
    match request.query("pageToken") {
        None => reply(
            200,
            &json!({"projects": [project(PROJECT, "My project", "ACTIVE")], "nextPageToken": "p+2"}),
        ),
        Some("p%2B2") => reply(
            200,
            &json!({"projects": [project("other-project-456", "", "ACTIVE")], "nextPageToken": "p3"}),
        ),
        Some("p3") => reply(
            200,
            &json!({"projects": [project("gone-project-789", "Gone", "DELETE_REQUESTED")]}),
        ),
        Some(_) => google.refuse(400, "Invalid value for field 'pageToken'."),
    }
}

/// As <https://accounts.google.com/.well-known/openid-configuration>, but for the addresses.
fn metadata(request: &Request) -> Response {
    let server = server(request);
    reply(
        200,
        &json!({
            "issuer": server,
            "authorization_endpoint": format!("{server}/o/oauth2/v2/auth"),
            "token_endpoint": format!("{server}/token"),
            "userinfo_endpoint": format!("{server}/v1/userinfo"),
            "revocation_endpoint": format!("{server}/revoke"),
            "jwks_uri": format!("{server}/oauth2/v3/certs"),
            "response_types_supported": ["code", "token", "id_token", "none"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "email", "profile"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "claims_supported": ["aud", "email", "email_verified", "exp", "iat", "iss", "sub"],
            "code_challenge_methods_supported": ["plain", "S256"],
            "grant_types_supported": ["authorization_code", "refresh_token"]
        }),
    )
}
