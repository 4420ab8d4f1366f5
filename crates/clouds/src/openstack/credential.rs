//! The fields of both kinds of credential, and what Keystone is sent of them.

use nexus_model::{Account, Endpoint, ErrorCode, Failure, Secret};
use serde_json::{Map, Value, json};

use crate::ONE_TIME_CODE;
use crate::credential::{form, missing};

/// Id of the auth kind with a password.
pub(super) const PASSWORD: &str = "password";
/// Id of the auth kind with an application credential.
pub(super) const APPLICATION_CREDENTIAL: &str = "application_credential";

/// Name of the field with the project.
pub(super) const PROJECT: &str = "project";
/// Name of the field with the regions to list.
pub(super) const REGION: &str = "region";
pub(super) const USERNAME: &str = "username";
pub(super) const DOMAIN: &str = "domain";
pub(super) const PROJECT_DOMAIN: &str = "project_domain";
pub(super) const ID: &str = "application_credential_id";
pub(super) const SECRET: &str = "application_credential_secret";

/// The domain that every Keystone is set up with, by name and by ID.
const DEFAULT_DOMAIN: (&str, &str) = ("Default", "default");

/// JSON Schema of a user with a password. Names have at most 255 characters, of projects and
/// domains 64 (<https://docs.openstack.org/api-ref/identity/v3/#create-user>).
pub(super) fn password_schema() -> Value {
    form(
        [
            (
                USERNAME,
                json!({
                    "title": "User name",
                    "description": "Or the user's ID: 32 or 64 hexadecimal digits are taken as one.",
                    "minLength": 1,
                    "maxLength": 255
                }),
            ),
            (
                PASSWORD,
                json!({
                    "title": "Password",
                    "description": "The one you sign in to the cloud's dashboard with.",
                    "writeOnly": true,
                    "minLength": 1,
                    "maxLength": 4096
                }),
            ),
            (
                PROJECT,
                json!({
                    "title": "Project",
                    "description": "Whose servers are listed. Its name or its ID: 32 hexadecimal digits are taken as one.",
                    "minLength": 1,
                    "maxLength": 64
                }),
            ),
            (
                DOMAIN,
                json!({
                    "title": "Domain",
                    "description": "The user's, by name or ID. Default if empty.",
                    "default": DEFAULT_DOMAIN.0,
                    "maxLength": 64
                }),
            ),
            (
                PROJECT_DOMAIN,
                json!({
                    "title": "Domain of the project",
                    "description": "Only if it is not the user's.",
                    "maxLength": 64
                }),
            ),
            (REGION, region_schema()),
        ],
        &[USERNAME, PASSWORD, PROJECT],
    )
}

/// JSON Schema of an application credential.
pub(super) fn application_credential_schema() -> Value {
    form(
        [
            (
                ID,
                json!({
                    "title": "ID",
                    "description": "Of the application credential, not its name.",
                    "pattern": "^[!-~]+$",
                    "maxLength": 64,
                    "examples": ["58d61ff8e6e34accb35874016d1dba8b"]
                }),
            ),
            (
                SECRET,
                json!({
                    "title": "Secret",
                    "description": "Shown only once, when the application credential is created.",
                    "writeOnly": true,
                    "minLength": 1,
                    "maxLength": 4096
                }),
            ),
            (REGION, region_schema()),
        ],
        &[ID, SECRET],
    )
}

fn region_schema() -> Value {
    json!({
        "title": "Regions",
        "description": "Only these, separated by commas. Every region of the project's catalogue if empty.",
        "maxLength": 1024,
        "examples": ["RegionOne"]
    })
}

/// Keystone's address, up to its API's version. People write it with and without.
///
/// # Errors
/// `invalid_input` if the account has none.
pub(super) fn auth_url(account: &Account) -> Result<Endpoint, Failure> {
    let endpoint = account.endpoint.as_ref().ok_or_else(|| missing("endpoint", "auth URL"))?;
    let whole = endpoint.as_str();
    let base = whole.strip_suffix("/v2.0").unwrap_or(whole);
    if base.ends_with("/v3") {
        return Ok(endpoint.clone());
    }
    Endpoint::parse(&format!("{base}/v3")).map_err(|why| {
        Failure::new(ErrorCode::InvalidInput, "credential", why.to_string(), "Edit the auth URL.")
            .in_field("endpoint")
    })
}

/// The regions that the account names; none for all.
pub(super) fn regions(account: &Account) -> Vec<&str> {
    let text = account.field(REGION).unwrap_or_default();
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// The body of a request for a token: <https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management>.
///
/// # Errors
/// `invalid_input` naming the field that is missing.
pub(super) fn body(account: &Account) -> Result<Value, Failure> {
    let auth = match account.auth.as_str() {
        APPLICATION_CREDENTIAL => {
            let id = account.field(ID).ok_or_else(|| missing(ID, "ID"))?;
            let secret = account.secret(SECRET).ok_or_else(|| missing(SECRET, "secret"))?.expose();
            // It belongs to one project, so a scope must not be given.
            json!({"identity": {
                "methods": [APPLICATION_CREDENTIAL],
                APPLICATION_CREDENTIAL: {"id": id, "secret": secret}
            }})
        }
        _ => {
            let project = account.field(PROJECT).ok_or_else(|| missing(PROJECT, "project"))?;
            let domain = account.field(DOMAIN).unwrap_or(DEFAULT_DOMAIN.0);
            let project_domain = account.field(PROJECT_DOMAIN).unwrap_or(domain);
            json!({"identity": identity(account, domain)?,
                "scope": {"project": with_domain(project, project_domain)}})
        }
    };
    Ok(json!({ "auth": auth }))
}

fn identity(account: &Account, domain: &str) -> Result<Value, Failure> {
    let user = account.field(USERNAME).ok_or_else(|| missing(USERNAME, "user name"))?;
    let password = account.secret(PASSWORD).ok_or_else(|| missing(PASSWORD, "password"))?;
    let proven = |with: &str, by: &Secret| {
        let mut user = with_domain(user, domain);
        user.insert(with.to_owned(), by.expose().into());
        json!({ "user": user })
    };
    let mut identity = json!({"methods": [PASSWORD], PASSWORD: proven(PASSWORD, password)});
    if let Some(code) = account.secret(ONE_TIME_CODE) {
        identity["methods"] = json!([PASSWORD, "totp"]);
        identity["totp"] = proven("passcode", code);
    }
    Ok(identity)
}

/// A user or a project: by its ID, which is unique, or by its name within a domain.
fn with_domain(text: &str, domain: &str) -> Map<String, Value> {
    let mut named = Map::new();
    if is_id(text) {
        named.insert("id".into(), text.into());
    } else {
        let key = if is_id(domain) { "id" } else { "name" };
        named.insert("name".into(), text.into());
        named.insert("domain".into(), json!({ key: domain }));
    }
    named
}

/// Whether a text has the form of Keystone's IDs: a UUID without hyphens, 64 digits for users of a
/// directory, or the one of the Default domain.
pub(super) fn is_id(text: &str) -> bool {
    let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    text == DEFAULT_DOMAIN.1 || (is_hex && matches!(text.len(), 32 | 64))
}

#[cfg(test)]
#[path = "credential_tests.rs"]
mod tests;
