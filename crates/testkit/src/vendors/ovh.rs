//! <https://eu.api.ovh.com/console/?section=%2Fcloud&branch=v1>, read 2026-11, and the token endpoint of
//! <https://docs.ovhcloud.com/en/guides/manage-and-operate/api/manage-service-account>. The page that a
//! person signs in at is not described by OVHcloud; it is played by RFC 6749.

use serde_json::{Value, json};

use super::oauth::{OAuth, Redirect};
use super::power::{self, Power};
use super::{Credential, Next, SignedIn, Vendor, reply};
use crate::http::{Request, Response};

const CLIENT_ID: &str = "0f0f0f0f0f0f0f0f";
const CLIENT_SECRET: &str = "s3cret0123456789abcdef0123456789";
const TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJvYXV0aDIifQ.c2lnbmF0dXJl";

/// A client of the flow AUTHORIZATION_CODE.
const SIGN_IN: OAuth = OAuth {
    client: "1e1e1e1e1e1e1e1e",
    secret: Some("s3cret-of-the-client-0123456789abcdef"),
    redirect: Redirect::Exact("http://127.0.0.1:27183/"),
    scopes: &["all"],
    parameters: &[],
    rotates: false,
    access: "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJwZXJzb24ifQ.c2lnbmF0dXJl",
    refuse: |status, error, told| {
        reply(status, &json!({"error": error, "error_description": told}))
    },
    id_token: None,
};

/// Ids of the projects.
const PROJECTS: [&str; 3] = [
    "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "1a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "2a1b2c3d4e5f60718293a4b5c6d7e8f9",
];

const FLAVOR: &str = "906e8259-0340-4856-95b5-4ea2d26fe377";
const IMAGE: &str = "d3f931aa-d4ca-40d4-ad4c-a31a2d0a5e3b";

pub(super) static VENDOR: Ovh = Ovh;

pub(super) struct Ovh;

impl Vendor for Ovh {
    fn cloud(&self) -> &'static str {
        "ovh"
    }

    fn credential(&self) -> Credential {
        Credential {
            auth: "oauth2",
            fields: vec![("region", "EU".into()), ("client_id", CLIENT_ID.into())],
            secrets: vec![("client_secret", CLIENT_SECRET.into())],
        }
    }

    fn signed_in(&self) -> Option<SignedIn> {
        Some(SignedIn {
            typed: Credential {
                auth: "browser",
                fields: vec![("region", "EU".into()), ("client_id", SIGN_IN.client.into())],
                secrets: SIGN_IN
                    .secret
                    .map(|text| ("client_secret", text.into()))
                    .into_iter()
                    .collect(),
            },
            chosen: Vec::new(),
            token: SIGN_IN.access,
            secrets: vec![SIGN_IN.access.into()],
            choices: &["xx1111-ovh"],
        })
    }

    fn secrets(&self) -> Vec<String> {
        vec![CLIENT_SECRET.into(), TOKEN.into()]
    }

    fn regions(&self) -> &'static [&'static str] {
        &PROJECTS
    }

    fn page(&self) -> Option<usize> {
        None
    }

    fn states(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("ACTIVE", "running"),
            ("BUILD", "starting"),
            ("BUILDING", "starting"),
            ("DELETED", "terminated"),
            ("DELETING", "terminated"),
            ("ERROR", "error"),
            ("HARD_REBOOT", "rebooting"),
            ("MIGRATING", "unknown"),
            ("PASSWORD", "running"),
            ("PAUSED", "suspended"),
            ("REBOOT", "rebooting"),
            ("REBUILD", "starting"),
            ("RESCUE", "running"),
            ("RESCUED", "running"),
            ("RESCUING", "rebooting"),
            ("RESIZE", "rebooting"),
            ("RESIZED", "running"),
            ("RESUMING", "starting"),
            ("REVERT_RESIZE", "rebooting"),
            ("SHELVED", "stopped"),
            ("SHELVED_OFFLOADED", "stopped"),
            ("SHELVING", "stopping"),
            ("SHUTOFF", "stopped"),
            ("SNAPSHOTTING", "unknown"),
            ("SOFT_DELETED", "terminated"),
            ("STOPPED", "stopped"),
            ("SUSPENDED", "suspended"),
            ("UNKNOWN", "unknown"),
            ("UNRESCUING", "rebooting"),
            ("UNSHELVING", "starting"),
            ("VERIFY_RESIZE", "running"),
        ]
    }

    /// Instances have no tags.
    fn facts(&self) -> super::Facts {
        super::Facts { tags: 0, ..super::Facts::default() }
    }

    fn resource(&self, number: usize, name: &str, state: &str) -> Value {
        let ip = |ip, kind, version| json!({"ip": ip, "type": kind, "version": version, "gatewayIp": null, "networkId": id(0)});
        json!({
            "id": id(number), "name": name, "status": state, "region": "GRA9",
            "availabilityZone": null, "created": "2026-01-31T08:30:00Z",
            "flavor": null, "flavorId": FLAVOR, "image": null, "imageId": IMAGE,
            "ipAddresses": [
                ip("203.0.113.7", "public", 4), ip("2001:db8:1::1", "public", 6),
                ip("10.0.0.7", "private", 4)
            ],
            "planCode": "b3-4.consumption", "monthlyBilling": null, "operationIds": [],
            "sshKeyId": null, "rescuePassword": null
        })
    }

    fn sparse(&self, number: usize) -> Value {
        json!({"id": id(number), "flavor": null, "image": null, "ipAddresses": [], "planCode": null})
    }

    fn lists(&self, request: &Request) -> bool {
        let path = request.path_only();
        path.starts_with("/1.0/cloud/project/") && path.ends_with("/instance")
    }

    fn answer(&self, request: &Request, fleet: &[Vec<Value>]) -> Response {
        if request.path_only() == "/auth/oauth2/authorize" {
            return SIGN_IN.authorize(request);
        }
        if request.header("accept") != Some("application/json") {
            return self.refuse(406, "only JSON is served");
        }
        if request.path == "/auth/oauth2/token" {
            return token(request);
        }
        if request.method != "GET" && self.power(request).is_none() {
            return self.refuse(405, "method not allowed");
        }
        let token = request.header("authorization").and_then(|text| text.strip_prefix("Bearer "));
        let method = match token {
            Some(TOKEN) => "oauth2_client_credentials",
            Some(token) if token == SIGN_IN.access => "oauth2_authorization_code",
            _ => return self.refuse(401, "Invalid token"),
        };
        if let Some(answer) = power::act(self, request, fleet) {
            return answer;
        }
        let path: Vec<_> = request.path.split('/').skip(1).collect();
        match path[..] {
            ["1.0", "auth", "details"] => {
                let identity =
                    format!("urn:v1:eu:identity:credential:xx1111-ovh/oauth2-{CLIENT_ID}");
                let details = json!({"account": "xx1111-ovh", "identities": [identity], "method": method, "user": null, "roles": null});
                reply(200, &details)
            }
            ["1.0", "cloud", "project"] => reply(200, &json!(PROJECTS)),
            ["1.0", "cloud", "project", project, what] => {
                let Some(place) = PROJECTS.iter().position(|known| *known == project) else {
                    return self.refuse(404, "This service does not exist");
                };
                match what {
                    "instance" => reply(200, &json!(fleet.get(place).cloned().unwrap_or_default())),
                    "flavor" => reply(
                        200,
                        &json!([{"id": FLAVOR, "name": "b3-4", "region": "GRA9", "ram": 4096, "vcpus": 2, "osType": "linux"}]),
                    ),
                    "image" => reply(
                        200,
                        &json!([{"id": IMAGE, "name": "Debian 12", "region": "GRA9", "type": "linux", "user": "debian"}]),
                    ),
                    _ => self.refuse(404, "no such path"),
                }
            }
            _ => self.refuse(404, "no such path"),
        }
    }

    fn page_then(&self, _: &Request, resources: &[Value], _: Next<'_>) -> Response {
        reply(200, &json!(resources))
    }

    fn power(&self, request: &Request) -> Option<Power> {
        let path: Vec<_> = request.path.split('/').skip(1).collect();
        let ["1.0", "cloud", "project", project, "instance", id, word] = path[..] else {
            return None;
        };
        let project = PROJECTS.iter().position(|known| *known == project)?;
        let is_documented = match word {
            "reboot" => power::json(request) == Some(json!({"type": "soft"})),
            _ => power::is_bare(request),
        };
        let is_documented = is_documented && request.method == "POST";
        Power::of(project, id, word, ["start", "stop", "reboot"]).filter(|_| is_documented)
    }

    fn begun(&self, _power: &Power) -> Response {
        reply(200, &Value::Null)
    }

    fn right(&self, action: &str) -> String {
        format!("publicCloudProject:apiovh:instance/{action}")
    }

    fn refuse(&self, status: u16, text: &str) -> Response {
        let class = match status {
            401 => "Client::Unauthorized",
            403 => "Client::Forbidden",
            404 => "Client::NotFound",
            500.. => "Server::InternalServerError",
            _ => "Client::BadRequest",
        };
        reply(status, &json!({"class": class, "message": text}))
    }
}

/// The client credentials grant: RFC 6749, section 4.4.
fn token(request: &Request) -> Response {
    let refuse = |error, told| reply(400, &json!({"error": error, "error_description": told}));
    let form = request.header("content-type") == Some("application/x-www-form-urlencoded");
    if request.method != "POST" || !form {
        return refuse("invalid_request", "a form is expected");
    }
    let body = String::from_utf8_lossy(&request.body);
    let pairs: Vec<_> = body.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let value = |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    if value("grant_type") != Some("client_credentials") {
        return SIGN_IN.token(request);
    }
    if value("client_id") != Some(CLIENT_ID) || value("client_secret") != Some(CLIENT_SECRET) {
        return refuse("invalid_client", "ovhcloud oauth2 client does not exists");
    }
    if value("scope") != Some("all") || pairs.len() != 4 {
        return refuse("invalid_scope", "the scope is all");
    }
    let token =
        json!({"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3599, "scope": "all"});
    reply(200, &token)
}

/// A UUID of a thing's number.
fn id(number: usize) -> String {
    format!("e35826e2-db35-4dd9-a3a3-{number:012}")
}
