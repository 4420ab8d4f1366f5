//! IAM Identity Center and the AWS access portal, by the service models `sso-oidc` and `sso` of
//! 2019-06-10 that AWS publishes with its SDKs, read 2026-11: paths, members, exceptions and their
//! statuses. The person confirms a code between the first poll and the second.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use super::{Credential, SignedIn, reply};
use crate::http::{Request, Response};
use crate::sigv4::query;

const START_URL: &str = "https://d-1234567890.awsapps.com/start";
const CLIENT: &str = "_yzkThXVzLWVhc3QtMQEXAMPLECLIENTID";
const CLIENT_SECRET: &str = "VERYLONGSECRETeyJraWQiOiJrZXktMTU2NDAyODA5OSIsImFsZyI6IkhTMzg0In0";
const TOKEN: &str = "aoal-YigITUDiNX1xZwOMXM5MxOWDL0E0jg9P6_C_jKQPxS_SKCP6f0kh1Up4g7TtvQqkMnD";

/// The keys that a role gets, and the token of its session.
pub(super) const ACCESS_KEY: &str = "ASIAIOSFODNN7EXAMPLE";
pub(super) const SECRET_KEY: &str = "wJalrXUtnFEMI/temporary+bPxRfiCYEXAMPLEKEY";
pub(super) const SESSION_TOKEN: &str = "IQoJb3JpZ2luX2VjEOz//////////wEaCXVzLWVhc3QtMSJHMEUCIG";

/// Codes that were asked for before, refresh tokens that were spent, and tokens that were ended.
static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
static COUNTER: AtomicUsize = AtomicUsize::new(1);

pub(super) fn signed_in() -> SignedIn {
    SignedIn {
        typed: Credential {
            auth: "identity_center",
            fields: vec![("start_url", START_URL.into()), ("sso_region", "eu-central-1".into())],
            secrets: Vec::new(),
        },
        chosen: vec![("account_id", "123456789012".into()), ("role_name", "Reader".into())],
        token: TOKEN,
        secrets: [TOKEN, SECRET_KEY, SESSION_TOKEN].map(str::to_owned).into(),
        choices: &["123456789012/Admin", "123456789012/Reader", "210987654321/Reader"],
    }
}

/// The reply, if the request is for one of the two.
pub(super) fn answer(request: &Request) -> Option<Response> {
    let body = || serde_json::from_slice::<Value>(&request.body).unwrap_or_default();
    Some(match (request.method.as_str(), request.path_only()) {
        ("POST", "/client/register") => register(&body()),
        ("POST", "/device_authorization") => start(&body()),
        ("POST", "/token") => token(&body()),
        ("GET", "/assignment/accounts") => portal(request, accounts),
        ("GET", "/assignment/roles") => portal(request, roles),
        ("GET", "/federation/credentials") => portal(request, credentials),
        ("POST", "/logout") => portal(request, |_| Response::new(200, "application/json", "")),
        _ => return None,
    })
}

fn register(body: &Value) -> Response {
    if body["clientName"].as_str().is_none_or(str::is_empty) || body["clientType"] != "public" {
        return oidc(400, "InvalidClientMetadataException", "clientName or clientType is wrong");
    }
    if body["scopes"] != json!(["sso:account:access"]) {
        return oidc(400, "InvalidScopeException", "the scope is sso:account:access");
    }
    let now = jsonwebtoken::get_current_timestamp();
    let expires = now + 90 * 24 * 3600;
    reply(
        200,
        &json!({"clientId": CLIENT, "clientSecret": CLIENT_SECRET, "clientIdIssuedAt": now, "clientSecretExpiresAt": expires}),
    )
}

fn is_client(body: &Value) -> bool {
    body["clientId"] == CLIENT && body["clientSecret"] == CLIENT_SECRET
}

fn start(body: &Value) -> Response {
    if !is_client(body) {
        return oidc(401, "InvalidClientException", "The client is not registered.");
    }
    if body["startUrl"] != START_URL {
        return oidc(400, "InvalidRequestException", "The start URL is not known in this region.");
    }
    let number = COUNTER.fetch_add(1, Ordering::SeqCst);
    reply(
        200,
        &json!({
            "deviceCode": format!("d3vice-code-{number}"), "userCode": "WXYZ-BCDF",
            "verificationUri": "https://device.sso.eu-central-1.amazonaws.com/",
            "verificationUriComplete": "https://device.sso.eu-central-1.amazonaws.com/?user_code=WXYZ-BCDF",
            "expiresIn": 600, "interval": 1
        }),
    )
}

fn token(body: &Value) -> Response {
    if !is_client(body) {
        return oidc(401, "InvalidClientException", "The client is not registered.");
    }
    let grant = body["grantType"].as_str().unwrap_or_default();
    let (code, prefix) = match grant {
        "urn:ietf:params:oauth:grant-type:device_code" => (&body["deviceCode"], "d3vice-code-"),
        "refresh_token" => (&body["refreshToken"], "r3fresh-token-"),
        _ => return oidc(400, "UnsupportedGrantTypeException", "no such grant"),
    };
    let Some(code) = code.as_str().filter(|code| code.starts_with(prefix)) else {
        return oidc(400, "InvalidGrantException", "The grant is not known.");
    };
    let is_new = see(code);
    if grant != "refresh_token" && is_new {
        return oidc(400, "AuthorizationPendingException", "The person has not confirmed yet.");
    }
    // A code that was exchanged, and a refresh token that was spent, are over.
    let is_over =
        if grant == "refresh_token" { !is_new } else { !see(&format!("{code} exchanged")) };
    if is_over {
        return oidc(400, "InvalidGrantException", "The grant was spent.");
    }
    let number = COUNTER.fetch_add(1, Ordering::SeqCst);
    reply(
        200,
        &json!({"accessToken": TOKEN, "tokenType": "Bearer", "expiresIn": 28800, "refreshToken": format!("r3fresh-token-{number}")}),
    )
}

fn portal(request: &Request, answer: fn(&Request) -> Response) -> Response {
    if request.header("x-amz-sso_bearer_token") != Some(TOKEN) {
        return refuse(401, "UnauthorizedException", "Session token not found or invalid");
    }
    answer(request)
}

/// Two accounts on as many pages.
fn accounts(request: &Request) -> Response {
    let account = |id: &str, name: &str| json!({"accountId": id, "accountName": name, "emailAddress": "ops@example.com"});
    match value(request, "next_token").as_deref() {
        None => reply(
            200,
            &json!({"accountList": [account("123456789012", "Production")], "nextToken": "n/2="}),
        ),
        Some("n/2=") => reply(200, &json!({"accountList": [account("210987654321", "Staging")]})),
        Some(_) => refuse(400, "InvalidRequestException", "Invalid nextToken"),
    }
}

/// Two roles in one account, on as many pages, and one in the other.
fn roles(request: &Request) -> Response {
    let account = value(request, "account_id").unwrap_or_default();
    let role = |name: &str| json!({"roleName": name, "accountId": account});
    match (account.as_str(), value(request, "next_token").as_deref()) {
        ("123456789012", None) => {
            reply(200, &json!({"roleList": [role("Reader")], "nextToken": "r2"}))
        }
        ("123456789012", Some("r2")) => reply(200, &json!({"roleList": [role("Admin")]})),
        ("210987654321", None) => reply(200, &json!({"roleList": [role("Reader")]})),
        _ => refuse(404, "ResourceNotFoundException", "The account is not found."),
    }
}

fn credentials(request: &Request) -> Response {
    let account = value(request, "account_id").unwrap_or_default();
    let role = value(request, "role_name").unwrap_or_default();
    let id = format!("{account}/{role}");
    if !signed_in().choices.contains(&id.as_str()) {
        return refuse(403, "ForbiddenException", "No access");
    }
    let expires = (jsonwebtoken::get_current_timestamp() + 3600) * 1000;
    let keys = json!({"accessKeyId": ACCESS_KEY, "secretAccessKey": SECRET_KEY, "sessionToken": SESSION_TOKEN, "expiration": expires});
    reply(200, &json!({"roleCredentials": keys}))
}

/// Whether it was not seen before.
fn see(what: &str) -> bool {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(what.to_owned())
}

fn value(request: &Request, name: &str) -> Option<String> {
    query(request).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// A refusal by IAM Identity Center.
fn oidc(status: u16, code: &str, text: &str) -> Response {
    let word = code.trim_end_matches("Exception");
    typed(status, code, &json!({"error": word, "error_description": text}))
}

/// A refusal by the portal.
fn refuse(status: u16, code: &str, text: &str) -> Response {
    typed(status, code, &json!({"__type": code, "message": text}))
}

fn typed(status: u16, code: &str, body: &Value) -> Response {
    let mut response = reply(status, body);
    response.headers.push(("x-amzn-errortype".into(), code.to_owned()));
    response
}
