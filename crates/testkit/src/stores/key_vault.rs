//! Azure Key Vault with Entra's token endpoint, played strictly by the reference: a request that it
//! does not document is refused.
//! <https://learn.microsoft.com/en-us/rest/api/keyvault/secrets/operation-groups?view=rest-keyvault-secrets-7.4>,
//! <https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow>,
//! read 2026-11.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Rules, bearer, form_of};
use crate::http::{Request, Response};
use crate::vendors::reply;

/// The tenant of the vault.
pub const TENANT: &str = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
/// The application with the role Key Vault Secrets Officer.
pub const WRITER: &str = "00001111-aaaa-2222-bbbb-3333cccc4444";
/// The one with the role Key Vault Secrets User.
pub const READER: &str = "22223333-aaaa-2222-bbbb-3333cccc4444";
/// Both applications' secret, with characters that a form escapes.
pub const SECRET: &str = "s3c~ret&value=+%/of-an-app.registration";

const SCOPE: &str = "https://vault.azure.net/.default";
/// Most bytes of a value: <https://learn.microsoft.com/en-us/azure/key-vault/secrets/about-secrets>.
const LONGEST: usize = 25_600;
const PAGE: usize = 25;

/// A vault's secrets.
#[derive(Default)]
pub struct Vault {
    secrets: BTreeMap<String, Vec<Version>>,
    /// With the number of refusals that are left until the deletion is carried out.
    deleted: BTreeMap<String, (Vec<Version>, u32)>,
    changes: u64,
    /// Whether nothing may be purged.
    is_protected: bool,
    /// Tokens of another number have ended.
    session: u64,
}

#[derive(Clone)]
struct Version {
    id: String,
    value: String,
    tags: Value,
}

impl Vault {
    /// Deletes a secret without purging it, as a person can in the portal. False if it is not there.
    pub fn delete_softly(&mut self, name: &str) -> bool {
        let versions = self.secrets.remove(name);
        versions.map(|versions| self.deleted.insert(name.to_owned(), (versions, 0))).is_some()
    }

    /// Turns on purge protection:
    /// <https://learn.microsoft.com/en-us/azure/key-vault/general/soft-delete-overview#purge-protection>.
    pub fn protect(&mut self) {
        self.is_protected = true;
    }

    /// Whether a deleted secret can still be recovered.
    pub fn is_recoverable(&self, name: &str) -> bool {
        self.deleted.contains_key(name)
    }

    /// How many versions a secret has, those of before a recovery among them.
    pub fn versions(&self, name: &str) -> usize {
        self.secrets.get(name).map_or(0, Vec::len)
    }

    /// Tags of a secret.
    pub fn tags(&self, name: &str) -> Option<Value> {
        self.secrets.get(name)?.last().map(|version| version.tags.clone())
    }
}

fn refuse(status: u16, code: &str, inner: Option<&str>, text: &str) -> Response {
    let mut error = json!({"code": code, "message": text});
    if let Some(inner) = inner {
        error["innererror"] = json!({"code": inner});
    }
    reply(status, &json!({"error": error}))
}

fn not_found(name: &str) -> Response {
    let text = format!("A secret with (name/id) {name} was not found in this key vault.");
    refuse(404, "SecretNotFound", None, &text)
}

fn entra(status: u16, word: &str, number: u32, text: &str) -> Response {
    let text = format!("AADSTS{number}: {text}");
    reply(status, &json!({"error": word, "error_description": text, "error_codes": [number]}))
}

impl Rules for Vault {
    fn end_sessions(&mut self) {
        self.session += 1;
    }

    fn answer(&mut self, request: &Request) -> Response {
        if request.path_only().ends_with("/token") {
            return self.grant(request);
        }
        let may_write = match bearer(request) {
            Some(token) if token == self.token(WRITER) => true,
            Some(token) if token == self.token(READER) => false,
            _ => return refuse(401, "Unauthorized", None, "AKV10032: Invalid issuer."),
        };
        if request.query("api-version") != Some("7.4") {
            let text = "The api-version is missing or not supported.";
            return refuse(400, "BadParameter", None, text);
        }
        if request.method != "GET" && !may_write {
            let text = "Caller is not authorized to perform action on resource.";
            return refuse(403, "Forbidden", Some("ForbiddenByRbac"), text);
        }
        let host = request.header("host").unwrap_or_default().to_owned();
        let parts: Vec<_> = request.path_only().split('/').skip(1).collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("GET", ["secrets"]) => self.list(request, &host),
            ("GET", ["secrets", name]) => {
                match self.secrets.get(*name).and_then(|all| all.last()) {
                    Some(version) => reply(200, &version.document(&host, name)),
                    None => not_found(name),
                }
            }
            ("PUT", ["secrets", name]) => self.set(name, request, &host),
            ("DELETE", ["secrets", name]) => match self.secrets.remove(*name) {
                Some(versions) => {
                    self.deleted.insert((*name).to_owned(), (versions, 2));
                    let id = format!("http://{host}/deletedsecrets/{name}");
                    reply(200, &json!({"recoveryId": id, "deletedDate": 1_493_937_855}))
                }
                None => not_found(name),
            },
            ("DELETE", ["deletedsecrets", name]) => self.purge(name),
            ("POST", ["deletedsecrets", name, "recover"]) => match self.deleted.remove(*name) {
                Some((versions, _)) => {
                    self.secrets.insert((*name).to_owned(), versions);
                    reply(200, &json!({"id": format!("http://{host}/secrets/{name}")}))
                }
                None => not_found(name),
            },
            _ => refuse(405, "MethodNotAllowed", None, "The method is not allowed here."),
        }
    }
}

impl Vault {
    fn token(&self, client: &str) -> String {
        format!("eyJ0eXAiOiJKV1Qi.{client}.{}", self.session)
    }

    fn grant(&self, request: &Request) -> Response {
        let Some(form) = form_of(request) else {
            return entra(400, "invalid_request", 900_144, "The request body must be a form.");
        };
        if request.path != format!("/{TENANT}/oauth2/v2.0/token") {
            return entra(400, "invalid_request", 90_002, "Tenant not found.");
        }
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let client = field("client_id");
        if form.len() != 4 || field("grant_type") != "client_credentials" {
            return entra(400, "unsupported_grant_type", 70_003, "The grant is not supported.");
        }
        if field("scope") != SCOPE {
            return entra(400, "invalid_scope", 70_011, "The provided scope is not valid.");
        }
        if ![WRITER, READER].contains(&client) {
            return entra(400, "unauthorized_client", 700_016, "The application was not found.");
        }
        if field("client_secret") != SECRET {
            let text = format!("Invalid client secret provided: {}.", field("client_secret"));
            return entra(401, "invalid_client", 7_000_215, &text);
        }
        let token = self.token(client);
        reply(200, &json!({"token_type": "Bearer", "expires_in": 3599, "access_token": token}))
    }

    fn set(&mut self, name: &str, request: &Request, host: &str) -> Response {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if name.is_empty() || name.len() > 127 || !name.bytes().all(plain) {
            return refuse(400, "BadParameter", None, "The request URI contains an invalid name.");
        }
        if request.header("content-type") != Some("application/json") {
            return refuse(400, "BadParameter", None, "The body is not JSON.");
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let Some(value) = body["value"].as_str().filter(|value| value.len() <= LONGEST) else {
            return refuse(400, "BadParameter", None, "The value is missing or too long.");
        };
        if let Some((_, left)) = self.deleted.get_mut(name) {
            let inner = match *left {
                0 => "ObjectIsDeletedButRecoverable",
                _ => "ObjectIsBeingDeleted",
            };
            *left = left.saturating_sub(1);
            return refuse(409, "Conflict", Some(inner), "Secret is in a deleted state.");
        }
        self.changes += 1;
        let id = format!("{:032x}", self.changes);
        let made = Version { id, value: value.to_owned(), tags: body["tags"].clone() };
        let document = made.document(host, name);
        self.secrets.entry(name.to_owned()).or_default().push(made);
        reply(200, &document)
    }

    fn purge(&mut self, name: &str) -> Response {
        if self.is_protected {
            let text = "Operation \"purge\" is not allowed because purge protection is enabled.";
            return refuse(403, "Forbidden", Some("ForbiddenByPolicy"), text);
        }
        match self.deleted.get_mut(name) {
            None => not_found(name),
            Some((_, 0)) => {
                self.deleted.remove(name);
                Response { status: 204, headers: Vec::new(), body: Vec::new() }
            }
            Some((_, left)) => {
                *left -= 1;
                refuse(409, "Conflict", Some("ObjectIsBeingDeleted"), "It is being deleted.")
            }
        }
    }

    fn list(&self, request: &Request, host: &str) -> Response {
        let size = request.query("maxresults").map_or(Some(PAGE), |text| text.parse().ok());
        let Some(size) = size.filter(|size| (1..=PAGE).contains(size)) else {
            return refuse(400, "BadParameter", None, "maxresults is from 1 to 25.");
        };
        let first = request.query("$skiptoken").map_or(Some(0), |text| text.parse().ok());
        let Some(first) = first else {
            return refuse(400, "BadParameter", None, "The skiptoken is not valid.");
        };
        let names: Vec<_> = self.secrets.keys().collect();
        let items = names.iter().skip(first).take(size).map(|name| {
            json!({"id": format!("http://{host}/secrets/{name}"), "attributes": {"enabled": true}})
        });
        let items: Vec<_> = items.collect();
        let next = (first + size < names.len()).then(|| {
            let skip = first + size;
            format!("http://{host}/secrets?api-version=7.4&$skiptoken={skip}&maxresults={size}")
        });
        reply(200, &json!({"value": items, "nextLink": next}))
    }
}

impl Version {
    fn document(&self, host: &str, name: &str) -> Value {
        json!({
            "value": self.value, "id": format!("http://{host}/secrets/{name}/{}", self.id),
            "attributes": {"enabled": true, "recoveryLevel": "Recoverable+Purgeable"},
            "tags": self.tags
        })
    }
}
