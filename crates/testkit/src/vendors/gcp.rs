//! Google's token endpoint (<https://developers.google.com/identity/protocols/oauth2/service-account>)
//! and Compute Engine (<https://docs.cloud.google.com/compute/docs/reference/rest/v1>), read 2026-11.

use std::sync::LazyLock;

use jsonwebtoken::{Algorithm, Validation};
use serde::Deserialize;
use serde_json::{Value, json};

use super::google_person::{self as person, SIGN_IN};
use super::power::{self, Power};
use super::rsa::Rsa;
use super::{Credential, Next, SignedIn, Vendor, reply};
use crate::http::{Request, Response};

pub(super) static VENDOR: Gcp = Gcp;

/// The token that is issued.
const TOKEN: &str = "ya29.c.b0Aaekm1K-t0ken-0123456789_abcdefghijklmnopqrstuvwxyz";
/// The token that is issued to change instances with.
const WRITE_TOKEN: &str = "ya29.c.b0Wr1te1K-t0ken-0123456789_abcdefghijklmnopqrstuvwxyz";
pub(super) const PROJECT: &str = "my-project-123";
const EMAIL: &str = "reader@my-project-123.iam.gserviceaccount.com";
const KEY_ID: &str = "4f2c8a1b9d3e5f60718293a4b5c6d7e8f9012345";
pub(super) const SCOPE: &str = "https://www.googleapis.com/auth/compute.readonly";
const WRITE_SCOPE: &str = "https://www.googleapis.com/auth/compute";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const REGIONS: [&str; 2] = ["europe-west3", "us-east1"];
/// A zone of each region has its instances; a further one of the first is always empty.
const ZONES: [&str; 3] = ["europe-west3-b", "us-east1-c", "europe-west3-a"];
const PAGE: usize = 500;

/// The service account's key, made for this run.
static KEY: LazyLock<Rsa> = LazyLock::new(Rsa::generate);

pub(super) struct Gcp;

#[derive(Deserialize)]
struct Claims {
    scope: String,
    iat: u64,
    exp: u64,
}

/// The file that Google gives when a key is created.
fn key_file() -> Value {
    json!({
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": KEY_ID,
        "private_key": KEY.pem,
        "client_email": EMAIL,
        "client_id": "104857600000000000001",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": "https://oauth2.googleapis.com/token",
        "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
        "client_x509_cert_url": "https://www.googleapis.com/robot/v1/metadata/x509/reader%40my-project-123.iam.gserviceaccount.com",
        "universe_domain": "googleapis.com"
    })
}

impl Vendor for Gcp {
    fn cloud(&self) -> &'static str {
        "gcp"
    }

    fn credential(&self) -> Credential {
        let file = serde_json::to_string_pretty(&key_file()).expect("JSON");
        Credential { auth: "service_account", fields: Vec::new(), secrets: vec![("key", file)] }
    }

    fn signed_in(&self) -> Option<SignedIn> {
        Some(person::signed_in())
    }

    fn secrets(&self) -> Vec<String> {
        let lines = KEY.pem.lines().filter(|line| !line.starts_with('-'));
        [TOKEN].into_iter().chain(lines.take(3)).map(str::to_owned).collect()
    }

    fn regions(&self) -> &'static [&'static str] {
        &REGIONS
    }

    fn page(&self) -> Option<usize> {
        Some(PAGE)
    }

    fn states(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("RUNNING", "running"),
            ("PENDING", "starting"),
            ("PROVISIONING", "starting"),
            ("STAGING", "starting"),
            ("PENDING_STOP", "stopping"),
            ("STOPPING", "stopping"),
            ("SUSPENDING", "stopping"),
            ("DEPROVISIONING", "stopping"),
            ("STOPPED", "stopped"),
            ("TERMINATED", "stopped"),
            ("SUSPENDED", "suspended"),
            ("REPAIRING", "error"),
        ]
    }

    fn resource(&self, number: usize, name: &str, state: &str) -> Value {
        let base = format!("https://www.googleapis.com/compute/v1/projects/{PROJECT}");
        json!({
            "id": format!("{}", 5_000_000_000_000_000_000 + number),
            "name": name, "status": state,
            "creationTimestamp": "2026-01-01T00:00:00.000-08:00",
            "lastStartTimestamp": "2026-01-31T00:30:00.000-08:00",
            "zone": format!("{base}/zones/{}", ZONES[0]),
            "machineType": format!("{base}/zones/{}/machineTypes/n2-custom-2-4096", ZONES[0]),
            "networkInterfaces": [{
                "name": "nic0", "networkIP": "10.0.0.7", "stackType": "IPV4_IPV6",
                "accessConfigs": [{"type": "ONE_TO_ONE_NAT", "natIP": "203.0.113.7"}],
                "ipv6AccessConfigs": [{"type": "DIRECT_IPV6", "externalIpv6": "2001:db8:1::1", "externalIpv6PrefixLength": 96}]
            }],
            "disks": [
                {"boot": false, "index": 1},
                {"boot": true, "index": 0, "licenses": [
                    "https://www.googleapis.com/compute/v1/projects/debian-cloud/global/licenses/debian-12-bookworm"
                ], "guestOsFeatures": [{"type": "UEFI_COMPATIBLE"}]}
            ],
            "labels": {"env": "prod"}, "tags": {"items": ["team"], "fingerprint": "42WmSpB8rSM="},
            "metadata": {"items": [{"key": "startup-script", "value": "export PASSWORD=hunter2"}]}
        })
    }

    fn sparse(&self, number: usize) -> Value {
        json!({"id": number.to_string()})
    }

    /// Without what is not asked for.
    fn document(&self, resource: &Value) -> Value {
        let mut document = resource.clone();
        if let Some(fields) = document.as_object_mut() {
            fields.remove("metadata");
        }
        document
    }

    fn lists(&self, request: &Request) -> bool {
        request.path_only() == format!("/compute/v1/projects/{PROJECT}/aggregated/instances")
    }

    fn answer(&self, request: &Request, fleet: &[Vec<Value>]) -> Response {
        if request.path_only() == "/token" {
            return grant(request);
        }
        if let Some(answer) = person::sign_in(request) {
            return answer;
        }
        let token = request.header("authorization").and_then(|text| text.strip_prefix("Bearer "));
        let is_person = token == Some(SIGN_IN.access);
        if token != Some(TOKEN) && token != Some(WRITE_TOKEN) && !is_person {
            return self.refuse(401, "Request had invalid authentication credentials.");
        }
        if let Some(answer) = person::call(self, request) {
            let told = "Request had insufficient authentication scopes.";
            return if is_person { answer } else { self.refuse(403, told) };
        }
        if self.power(request).is_some() && token != Some(WRITE_TOKEN) {
            return self.refuse(403, "Request had insufficient authentication scopes.");
        }
        if let Some(answer) = power::act(self, request, fleet) {
            return answer;
        }
        if request.method != "GET" {
            return self.refuse(405, "method not allowed");
        }
        if request.path_only() == format!("/compute/v1/projects/{PROJECT}") {
            // The project's metadata may hold keys: it is not to be asked for.
            if request.query("fields") != Some("name") {
                return self.refuse(400, "more than the name is asked for");
            }
            return reply(200, &json!({"name": PROJECT}));
        }
        if !self.lists(request) {
            return self.refuse(404, "The requested URL was not found on this server.");
        }
        self.list(request, fleet)
    }

    fn without_one_region(&self, request: &Request, fleet: &[Vec<Value>]) -> Option<Response> {
        if !self.lists(request) {
            return None;
        }
        let mut page: Value = serde_json::from_slice(&self.answer(request, fleet).body).ok()?;
        let warning =
            json!({"code": "UNREACHABLE", "message": "Zone 'us-east1-c' is unreachable."});
        page["items"]["zones/us-east1-c"] = json!({"warning": warning});
        Some(reply(200, &page))
    }

    fn page_then(&self, _: &Request, resources: &[Value], next: Next<'_>) -> Response {
        let next = match next {
            Next::Here => "offset-0".to_owned(),
            Next::At(server) => {
                format!("{server}/compute/v1/projects/{PROJECT}/aggregated/instances")
            }
        };
        let held: Vec<_> = resources.iter().map(|resource| (0, resource)).collect();
        page(&held, Some(next), "metadata")
    }

    fn power(&self, request: &Request) -> Option<Power> {
        let path: Vec<_> = request.path.split('/').skip(1).collect();
        let ["compute", "v1", "projects", PROJECT, "zones", zone, "instances", id, word] = path[..]
        else {
            return None;
        };
        let zone = ZONES.iter().position(|known| *known == zone)?;
        let is_documented = request.method == "POST" && power::is_bare(request);
        Power::of(zone, id, word, ["start", "stop", "reset"]).filter(|_| is_documented)
    }

    fn begun(&self, _power: &Power) -> Response {
        let name = "operation-1769848200000-1";
        reply(200, &json!({"kind": "compute#operation", "name": name, "status": "RUNNING"}))
    }

    fn not_now(&self) -> Response {
        self.refuse(400, "The machine was refused the action in its state.")
    }

    fn right(&self, action: &str) -> String {
        let word = if action == "reboot" { "reset" } else { action };
        format!("compute.instances.{word}")
    }

    fn lets_people_act(&self) -> bool {
        false
    }

    fn refuse(&self, status: u16, text: &str) -> Response {
        let (word, reason) = match status {
            401 => ("UNAUTHENTICATED", "authError"),
            403 => ("PERMISSION_DENIED", "forbidden"),
            404 => ("NOT_FOUND", "notFound"),
            429 => ("RESOURCE_EXHAUSTED", "rateLimitExceeded"),
            500 => ("INTERNAL", "backendError"),
            _ => ("INVALID_ARGUMENT", "invalid"),
        };
        let errors = json!([{"message": text, "domain": "global", "reason": reason}]);
        reply(
            status,
            &json!({"error": {"code": status, "message": text, "errors": errors, "status": word}}),
        )
    }
}

impl Gcp {
    fn list(&self, request: &Request, fleet: &[Vec<Value>]) -> Response {
        if request.query("returnPartialSuccess") != Some("true") {
            return self.refuse(503, "a zone does not answer, and not all is not asked for");
        }
        let size = request.query("maxResults").map_or(Some(PAGE), |text| text.parse().ok());
        let Some(size) = size.filter(|size| (1..=PAGE).contains(size)) else {
            return self.refuse(400, "Invalid value for field 'maxResults'.");
        };
        let first = match request.query("pageToken") {
            None => Some(0),
            Some(token) => token.strip_prefix("offset-").and_then(|text| text.parse().ok()),
        };
        let Some(first) = first else {
            return self.refuse(400, "Invalid value for field 'pageToken'.");
        };
        // What is not asked for by name is left out of each instance.
        let fields = request.query("fields").unwrap_or_default();
        let asked =
            ["nextPageToken", "unreachables", "items%2F*%2Finstances", "items%2F*%2Fwarning"];
        if !asked.iter().all(|field| fields.contains(field)) {
            return self.refuse(400, "a listing would lack pages, zones or warnings");
        }
        let unasked = if fields.contains("metadata") { "" } else { "metadata" };
        let zoned = fleet
            .iter()
            .enumerate()
            .flat_map(|(zone, held)| held.iter().map(move |resource| (zone, resource)));
        let held: Vec<_> = zoned.collect();
        let end = held.len().min(first + size);
        let next = (end < held.len()).then(|| format!("offset-{end}"));
        page(held.get(first..end).unwrap_or_default(), next, unasked)
    }
}

/// A page of these instances, each in the zone of its number.
fn page(held: &[(usize, &Value)], next: Option<String>, unasked: &str) -> Response {
    let items = ZONES.iter().enumerate().map(|(number, zone)| {
        let mut here: Vec<Value> = Vec::new();
        for (_, resource) in held.iter().filter(|(zone, _)| *zone == number) {
            let mut resource = (*resource).clone();
            if let Some(fields) = resource.as_object_mut() {
                fields.remove(unasked);
            }
            here.push(resource);
        }
        let scope = format!("zones/{zone}");
        let warning = json!({"code": "NO_RESULTS_ON_PAGE", "message": format!("There are no results for scope '{scope}' on this page.")});
        let held = if here.is_empty() { json!({"warning": warning}) } else { json!({"instances": here}) };
        (scope, held)
    });
    let items = Value::Object(items.collect());
    let mut list = json!({"kind": "compute#instanceAggregatedList", "items": items});
    if let Some(next) = next {
        list["nextPageToken"] = next.into();
    }
    reply(200, &list)
}

/// A token for a good assertion, and Google's words for any other.
fn grant(request: &Request) -> Response {
    let refuse =
        |word: &str, text: &str| reply(400, &json!({"error": word, "error_description": text}));
    let form = request.header("content-type") == Some("application/x-www-form-urlencoded");
    if request.method != "POST" || !form {
        return refuse("invalid_request", "Required parameter is missing: grant_type");
    }
    let body = String::from_utf8_lossy(&request.body);
    if !body.contains("jwt-bearer") {
        return SIGN_IN.token(request);
    }
    let assertion =
        body.strip_prefix(&format!("grant_type={}&assertion=", GRANT.replace(':', "%3A")));
    let Some(assertion) = assertion else {
        return refuse("unsupported_grant_type", &format!("Invalid grant_type: {body}"));
    };
    match jsonwebtoken::decode_header(assertion) {
        Ok(header) if header.kid.as_deref() == Some(KEY_ID) => {}
        _ => return refuse("invalid_grant", "Invalid JWT Signature."),
    }
    let mut rules = Validation::new(Algorithm::RS256);
    rules.leeway = 0;
    rules.set_issuer(&[EMAIL]);
    let host = request.header("host").unwrap_or_default();
    rules.set_audience(&[format!("http://{host}/token")]);
    rules.set_required_spec_claims(&["exp", "iss", "aud"]);
    let claims = match jsonwebtoken::decode::<Claims>(assertion, &KEY.public, &rules) {
        Ok(token) => token.claims,
        Err(_) => return refuse("invalid_grant", "Invalid JWT Signature."),
    };
    let now = jsonwebtoken::get_current_timestamp();
    if claims.iat > now || claims.iat + 60 < now || claims.exp > claims.iat + 3600 {
        return refuse(
            "invalid_grant",
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.",
        );
    }
    let token = match claims.scope.as_str() {
        SCOPE => TOKEN,
        WRITE_SCOPE => WRITE_TOKEN,
        _ => return refuse("invalid_scope", "More than the least scope was asked for."),
    };
    reply(200, &json!({"access_token": token, "expires_in": 3599, "token_type": "Bearer"}))
}
