//! Google Secret Manager with its token endpoint, played strictly by the reference: a request that
//! it does not document is refused.
//! <https://docs.cloud.google.com/secret-manager/docs/reference/rest>,
//! <https://developers.google.com/identity/protocols/oauth2/service-account>, read 2026-11.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use serde_json::{Value, json};

pub use super::google_grant::{key_file, person_file, secrets};
use super::{Rules, bearer, google_grant};
use crate::http::{Request, Response};
use crate::vendors::reply;

/// The project that has the secrets.
pub const PROJECT: &str = "acme-prod";
/// The service account that may do everything with secrets.
pub const WRITER: &str = "writer@acme-prod.iam.gserviceaccount.com";
/// The one with the roles Secret Accessor and Viewer.
pub const READER: &str = "reader@acme-prod.iam.gserviceaccount.com";

/// Most bytes of a payload: <https://docs.cloud.google.com/secret-manager/quotas#resource_limits>.
const LONGEST: usize = 65_536;

/// A project's secrets.
#[derive(Default)]
pub struct Project {
    secrets: BTreeMap<String, Secret>,
    /// Counts every change, for etags and times of creation.
    changes: u64,
    /// Tokens of another number have ended.
    session: u64,
}

struct Secret {
    created: u64,
    etag: u64,
    labels: Value,
    aliases: BTreeMap<String, String>,
    /// Payloads in base 64; one that was destroyed has none.
    versions: Vec<Option<String>>,
}

impl Project {
    /// Destroys every version of a secret, as a person can in the console. False if it is not there.
    pub fn destroy_versions(&mut self, secret: &str) -> bool {
        let secret = self.secrets.get_mut(secret);
        secret.map(|secret| secret.versions.fill(None)).is_some()
    }

    /// Labels of a secret.
    pub fn labels(&self, secret: &str) -> Option<Value> {
        self.secrets.get(secret).map(|secret| secret.labels.clone())
    }
}

fn refuse(status: u16, word: &str, text: &str) -> Response {
    reply(status, &json!({"error": {"code": status, "message": text, "status": word}}))
}

fn not_found(name: &str) -> Response {
    refuse(404, "NOT_FOUND", &format!("Secret [projects/{PROJECT}/secrets/{name}] not found."))
}

fn invalid(text: &str) -> Response {
    refuse(400, "INVALID_ARGUMENT", text)
}

impl Rules for Project {
    fn end_sessions(&mut self) {
        self.session += 1;
    }

    fn answer(&mut self, request: &Request) -> Response {
        if request.path_only() == "/token" {
            return google_grant::answer(request, self.session);
        }
        let may_write = match bearer(request) {
            Some(token) if token == google_grant::token(WRITER, self.session) => true,
            Some(token) if token == google_grant::token(READER, self.session) => false,
            _ => {
                return refuse(
                    401,
                    "UNAUTHENTICATED",
                    "Request had invalid authentication credentials.",
                );
            }
        };
        if request.method != "GET" && !may_write {
            return refuse(
                403,
                "PERMISSION_DENIED",
                "Permission denied for resource (or it may not exist).",
            );
        }
        let is_json = request.header("content-type") == Some("application/json");
        if !request.body.is_empty() && !is_json {
            return invalid("The body is not JSON.");
        }
        let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        let root = format!("/v1/projects/{PROJECT}/secrets");
        let Some(rest) = request.path_only().strip_prefix(&root) else {
            return refuse(404, "NOT_FOUND", "The requested URL was not found on this server.");
        };
        let parts: Vec<_> = rest.split('/').skip(1).collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("GET", []) => self.list(request),
            ("POST", []) => self.create(request, &body),
            ("GET", [name]) => self.get(name),
            ("PATCH", [name]) => self.patch(name, request, &body),
            ("DELETE", [name]) if request.body.is_empty() => match self.secrets.remove(*name) {
                Some(_) => reply(200, &json!({})),
                None => not_found(name),
            },
            ("POST", [named]) => match named.split_once(':') {
                Some((name, "addVersion")) => self.add(name, &body),
                _ => invalid("No such method."),
            },
            ("GET", [name, "versions", named]) => match named.split_once(':') {
                Some((version, "access")) => self.access(name, version),
                _ => invalid("No such method."),
            },
            ("POST", [name, "versions", named]) => match named.split_once(':') {
                Some((version, "destroy")) => self.destroy(name, version),
                _ => invalid("No such method."),
            },
            _ => refuse(405, "INVALID_ARGUMENT", "method not allowed"),
        }
    }
}

impl Project {
    /// A listing by a part of the name: <https://docs.cloud.google.com/secret-manager/docs/filtering>.
    fn list(&self, request: &Request) -> Response {
        let (_, query) = request.path.split_once('?').unwrap_or_default();
        let query: BTreeMap<_, _> =
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        if query.keys().any(|name| !["filter", "pageSize", "pageToken"].contains(&name.as_str())) {
            return invalid("Invalid JSON payload received. Unknown name.");
        }
        let filter = query.get("filter").map(String::as_str).unwrap_or_default();
        let Some(part) = filter.strip_prefix("name:") else { return invalid("Invalid filter.") };
        let size = query.get("pageSize").and_then(|text| text.parse::<usize>().ok());
        // The server may send less than it is asked for, and here it always does.
        let size = size.unwrap_or(25_000).min(30);
        let first = query.get("pageToken").map_or(Some(0), |text| text.parse().ok());
        let Some(first) = first else { return invalid("Invalid page token.") };
        let found = self.secrets.iter().filter(|(name, _)| name.contains(part));
        let found: Vec<_> = found.map(|(name, secret)| secret.document(name)).collect();
        let page: Vec<_> = found.iter().skip(first).take(size).cloned().collect();
        let mut answer = json!({"secrets": page, "totalSize": found.len()});
        if first + size < found.len() {
            answer["nextPageToken"] = (first + size).to_string().into();
        }
        reply(200, &answer)
    }

    fn create(&mut self, request: &Request, body: &Value) -> Response {
        let name = request.query("secretId").unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if name.is_empty() || name.len() > 255 || !name.bytes().all(plain) {
            return invalid("The secretId is not of letters, digits, - and _.");
        }
        if body["replication"] != json!({"automatic": {}}) {
            return invalid("Secret.replication must be set.");
        }
        if self.secrets.contains_key(name) {
            return refuse(409, "ALREADY_EXISTS", &format!("Secret [{name}] already exists."));
        }
        self.changes += 1;
        let made = Secret {
            created: self.changes,
            etag: self.changes,
            labels: body["labels"].clone(),
            aliases: BTreeMap::new(),
            versions: Vec::new(),
        };
        let document = made.document(name);
        self.secrets.insert(name.to_owned(), made);
        reply(200, &document)
    }

    fn get(&self, name: &str) -> Response {
        match self.secrets.get(name) {
            Some(secret) => reply(200, &secret.document(name)),
            None => not_found(name),
        }
    }

    fn patch(&mut self, name: &str, request: &Request, body: &Value) -> Response {
        self.changes += 1;
        let etag = self.changes;
        let Some(secret) = self.secrets.get_mut(name) else { return not_found(name) };
        if request.query("updateMask") != Some("versionAliases") {
            return invalid("The update mask names what cannot be changed.");
        }
        if body["etag"].as_str().is_some_and(|told| told != format!("\"{}\"", secret.etag)) {
            return refuse(400, "FAILED_PRECONDITION", "The etag does not match.");
        }
        let aliases =
            serde_json::from_value::<BTreeMap<String, String>>(body["versionAliases"].clone());
        let Ok(aliases) = aliases else { return invalid("versionAliases are numbers as text.") };
        if aliases.values().any(|number| secret.payload(number).is_none()) {
            return refuse(400, "FAILED_PRECONDITION", "An alias is of no version.");
        }
        (secret.aliases, secret.etag) = (aliases, etag);
        reply(200, &secret.document(name))
    }

    fn add(&mut self, name: &str, body: &Value) -> Response {
        let Some(secret) = self.secrets.get_mut(name) else { return not_found(name) };
        let data = body["payload"]["data"].as_str().unwrap_or_default();
        match BASE64.decode(data.as_bytes()) {
            Ok(bytes) if bytes.len() <= LONGEST => {}
            _ => return invalid("The payload is not base 64 of at most 64 KiB."),
        }
        secret.versions.push(Some(data.to_owned()));
        let number = secret.versions.len();
        reply(200, &json!({"name": path(name, &number.to_string()), "state": "ENABLED"}))
    }

    fn access(&self, name: &str, version: &str) -> Response {
        let Some(secret) = self.secrets.get(name) else { return not_found(name) };
        let number = match version {
            "latest" => secret.versions.len().to_string(),
            alias => secret.aliases.get(alias).map_or(alias, String::as_str).to_owned(),
        };
        match secret.payload(&number) {
            None => refuse(404, "NOT_FOUND", "Secret Version not found."),
            Some(None) => refuse(400, "FAILED_PRECONDITION", "The version is in DESTROYED state."),
            Some(Some(data)) => {
                reply(200, &json!({"name": path(name, &number), "payload": {"data": data}}))
            }
        }
    }

    fn destroy(&mut self, name: &str, version: &str) -> Response {
        let Some(secret) = self.secrets.get_mut(name) else { return not_found(name) };
        let number = version.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match number.and_then(|number| secret.versions.get_mut(number)) {
            Some(payload) => {
                *payload = None;
                reply(200, &json!({"name": path(name, version), "state": "DESTROYED"}))
            }
            None => refuse(404, "NOT_FOUND", "Secret Version not found."),
        }
    }
}

impl Secret {
    fn document(&self, name: &str) -> Value {
        json!({
            "name": format!("projects/104857600000/secrets/{name}"),
            "createTime": format!("2026-11-01T08:30:00.{:06}Z", self.created),
            "replication": {"automatic": {}}, "labels": self.labels,
            "etag": format!("\"{}\"", self.etag), "versionAliases": self.aliases
        })
    }

    fn payload(&self, number: &str) -> Option<&Option<String>> {
        self.versions.get(number.parse::<usize>().ok()?.checked_sub(1)?)
    }
}

fn path(name: &str, version: &str) -> String {
    format!("projects/104857600000/secrets/{name}/versions/{version}")
}
