//! Azure Resource Manager and Microsoft Entra behind one address, as a private cloud has them:
//! <https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow>,
//! <https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow>,
//! <https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/list-all>,
//! <https://learn.microsoft.com/en-us/rest/api/virtualnetwork/network-interfaces/list-all> and
//! <https://learn.microsoft.com/en-us/rest/api/virtualnetwork/public-ip-addresses/list-all>,
//! read 2026-11.
//!
//! A resource of its fleet is what Azure keeps apart: `{"vm", "statuses", "nics", "addresses"}`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::oauth::{OAuth, Redirect, SIGNER, SIGNER_ID};
use super::power::{self, Power};
use super::{Credential, Facts, Next, SignedIn, Vendor, reply};
use crate::http::{Request, Response};

const TENANT: &str = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const CLIENT: &str = "00001111-aaaa-2222-bbbb-3333cccc4444";
/// With characters that a form escapes.
const SECRET: &str = "s3c~ret&value=+%/of-an-app.registration";
const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcm0ifQ.c2lnbmF0dXJl";
const SUBSCRIPTION: &str = "a0a0a0a0-bbbb-cccc-dddd-e1e1e1e1e1e1";

/// An application of the platform Mobile and desktop applications.
const SIGN_IN: OAuth = OAuth {
    client: "22221111-aaaa-2222-bbbb-3333cccc4444",
    secret: None,
    redirect: Redirect::AnyPort("http://localhost"),
    scopes: &["/user_impersonation", "offline_access", "openid", "profile"],
    parameters: &[("prompt", "select_account")],
    rotates: false,
    access: "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJ1cG4iOiJwZXJzb24ifQ.c2lnbmF0dXJl",
    refuse: |status, word, text| {
        let number = match word {
            "redirect_uri_mismatch" => 50_011,
            "invalid_client" => 7_000_215,
            "invalid_grant" => 700_082,
            "invalid_scope" => 70_011,
            _ => 900_144,
        };
        let word = if word == "redirect_uri_mismatch" { "invalid_request" } else { word };
        entra(status, word, number, text)
    },
    id_token: Some(|server| {
        json!({
            "iss": format!("{server}/{TENANT}/v2.0"), "sub": "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
            "tid": TENANT, "name": "Alice Example", "preferred_username": "alice@contoso.com", "ver": "2.0"
        })
    }),
};

/// Machines of a page. The client cannot choose; Azure promises no number.
const PAGE: usize = 50;

pub(super) static VENDOR: Azure = Azure;

pub(super) struct Azure;

/// A refusal by Entra.
fn entra(status: u16, word: &str, number: u32, text: &str) -> Response {
    reply(
        status,
        &json!({
            "error": word,
            "error_description": format!("AADSTS{number}: {text}\r\nTrace ID: t\r\nCorrelation ID: c"),
            "error_codes": [number], "timestamp": "2026-01-31 08:30:00Z",
            "trace_id": "0000aaaa-11bb-cccc-dd33-eeeeee333333",
            "correlation_id": "aaaa0000-bb11-2222-33cc-444444dddddd"
        }),
    )
}

/// The token endpoint.
fn token(request: &Request) -> Response {
    if request.method != "POST" {
        return entra(400, "invalid_request", 900_561, "The endpoint only accepts POST requests.");
    }
    if request.header("content-type") != Some("application/x-www-form-urlencoded") {
        return entra(400, "invalid_request", 900_144, "The request body must be a form.");
    }
    if request.path != format!("/{TENANT}/oauth2/v2.0/token") {
        return entra(400, "invalid_request", 90_002, "Tenant not found.");
    }
    let body = String::from_utf8_lossy(&request.body).into_owned();
    let form: BTreeMap<_, _> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let field = |name: &str| form.get(name).map(String::as_str);
    let scope = format!("http://{}/.default", request.header("host").unwrap_or_default());
    if matches!(field("grant_type"), Some("authorization_code" | "refresh_token")) {
        return SIGN_IN.token(request);
    }
    if form.len() != 4 || field("grant_type") != Some("client_credentials") {
        return entra(400, "unsupported_grant_type", 70_003, "The grant type is not supported.");
    }
    if field("scope") != Some(&scope) {
        return entra(400, "invalid_scope", 70_011, "The provided scope is not valid.");
    }
    if field("client_id") != Some(CLIENT) {
        return entra(400, "unauthorized_client", 700_016, "The application was not found.");
    }
    match field("client_secret") {
        Some(SECRET) => reply(
            200,
            &json!({"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": TOKEN}),
        ),
        other => {
            let text = format!("Invalid client secret provided: {other:?}.");
            entra(401, "invalid_client", 7_000_215, &text)
        }
    }
}

fn resource_id(provider: &str, name: &str) -> String {
    format!("/subscriptions/{SUBSCRIPTION}/resourceGroups/Web-RG/providers/{provider}/{name}")
}

/// Path of a list of the subscription.
fn list(of: &str) -> String {
    format!("/subscriptions/{SUBSCRIPTION}/providers/{of}")
}

/// A list of Azure's: of each resource one part, which may be one or several.
fn part(fleet: &[Value], name: &str) -> Vec<Value> {
    let parts = fleet.iter().map(|one| one.get(name).cloned().unwrap_or_else(|| one.clone()));
    parts
        .flat_map(|part| match part {
            Value::Array(parts) => parts,
            part => vec![part],
        })
        .collect()
}

/// One page of these, and the address of the next one.
fn page(request: &Request, all: &[Value]) -> Response {
    let skip = request.query("$skiptoken").or_else(|| request.query("%24skiptoken"));
    let Some(skip) = skip.map_or(Some(0), |text| text.parse::<usize>().ok()) else {
        return VENDOR.refuse(400, "The skip token is not one.");
    };
    let held = all.chunks(PAGE).nth(skip).unwrap_or_default();
    let mut list = json!({"value": held});
    if (skip + 1) * PAGE < all.len() {
        let host = request.header("host").unwrap_or_default();
        let this = request.path.split("&$skiptoken=").next().unwrap_or_default();
        list["nextLink"] = format!("http://{host}{this}&$skiptoken={}", skip + 1).into();
    }
    reply(200, &list)
}

fn is_status_only(request: &Request) -> bool {
    request.query("statusOnly") == Some("true")
}

impl Vendor for Azure {
    fn cloud(&self) -> &'static str {
        "azure"
    }

    fn credential(&self) -> Credential {
        Credential {
            auth: "service_principal",
            fields: vec![("tenant_id", TENANT.into()), ("client_id", CLIENT.into())],
            secrets: vec![("client_secret", SECRET.into())],
        }
    }

    fn signed_in(&self) -> Option<SignedIn> {
        Some(SignedIn {
            typed: Credential {
                auth: "browser",
                fields: vec![("tenant_id", TENANT.into()), ("client_id", SIGN_IN.client.into())],
                secrets: Vec::new(),
            },
            chosen: vec![("subscription_id", SUBSCRIPTION.into())],
            token: SIGN_IN.access,
            secrets: vec![SIGN_IN.access.into()],
            choices: &[SUBSCRIPTION],
        })
    }

    fn secrets(&self) -> Vec<String> {
        vec![SECRET.into(), TOKEN.into()]
    }

    fn page(&self) -> Option<usize> {
        Some(PAGE)
    }

    fn states(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("running", "running"),
            ("creating", "starting"),
            ("starting", "starting"),
            ("stopping", "stopping"),
            ("stopped", "stopped"),
            ("deallocating", "stopping"),
            ("deallocated", "stopped"),
            ("Hibernated", "suspended"),
            ("unknown", "unknown"),
            ("Creating", "starting"),
            ("Updating", "unknown"),
            ("Failed", "error"),
            ("Deleting", "terminated"),
        ]
    }

    fn facts(&self) -> Facts {
        // Azure's list tells no memory.
        Facts { memory_mib: None, private_ips: &["10.0.0.7", "fd00:db8::7"], ..Facts::default() }
    }

    fn resource(&self, number: usize, name: &str, state: &str) -> Value {
        let interface =
            resource_id("Microsoft.Network/networkInterfaces", &format!("nic-{number}"));
        let address = |version: &str| {
            let name = format!("ip-{version}-{number}");
            resource_id("Microsoft.Network/publicIPAddresses", &name)
        };
        let provisioning = match state {
            "Creating" | "Updating" | "Failed" | "Deleting" => state,
            _ => "Succeeded",
        };
        let statuses = match state {
            "Hibernated" => json!([
                {"code": "ProvisioningState/succeeded", "level": "Info"},
                {"code": "PowerState/deallocated", "level": "Info"},
                {"code": "HibernationState/Hibernated", "level": "Info"}
            ]),
            "Creating" | "Updating" | "Failed" => json!([]),
            "Deleting" => json!([{"code": "PowerState/running", "level": "Info"}]),
            _ => json!([
                {"code": "ProvisioningState/succeeded", "level": "Info"},
                {"code": format!("PowerState/{state}"), "level": "Info"}
            ]),
        };
        let id = resource_id("Microsoft.Compute/virtualMachines", &format!("vm-{number}"));
        let configuration = |name: &str, private: &str, version: &str| {
            json!({"name": name, "properties": {
                "privateIPAddress": private, "privateIPAddressVersion": version,
                "publicIPAddress": {"id": address(version)}
            }})
        };
        json!({
            "vm": {
                "id": id, "name": name, "type": "Microsoft.Compute/virtualMachines",
                "location": "westeurope", "zones": ["1"], "tags": {"env": "prod", "team": ""},
                "properties": {
                    "vmId": format!("cb676a46-66fd-4dfb-b839-{number:012}"),
                    "provisioningState": provisioning, "timeCreated": "2026-01-31T08:30:00.0000000+00:00",
                    "hardwareProfile": {"vmSize": "Standard_B2s", "vmSizeProperties": {"vCPUsAvailable": 2}},
                    "storageProfile": {
                        "imageReference": {"publisher": "Debian", "offer": "debian-12", "sku": "12-gen2", "version": "latest"},
                        "osDisk": {"osType": "Linux", "createOption": "FromImage"}
                    },
                    "networkProfile": {"networkInterfaces": [{"id": interface, "properties": {"primary": true}}]}
                }
            },
            // The case of a resource group differs between Azure's lists.
            "statuses": {"id": id.replace("Web-RG", "WEB-RG"), "properties": {"instanceView": {"statuses": statuses}}},
            "nics": {
                "id": interface.replace("Web-RG", "web-rg"),
                "properties": {
                    "primary": true,
                    "ipConfigurations": [
                        configuration("v4", "10.0.0.7", "IPv4"),
                        configuration("v6", "fd00:db8::7", "IPv6")
                    ],
                    "dnsSettings": {"internalDomainNameSuffix": "test.bx.internal.cloudapp.net"}
                }
            },
            "addresses": [
                {"id": address("IPv4"), "properties": {"ipAddress": "203.0.113.7", "publicIPAddressVersion": "IPv4"}},
                {"id": address("IPv6"), "properties": {"ipAddress": "2001:db8:1::1", "publicIPAddressVersion": "IPv6"}}
            ]
        })
    }

    fn sparse(&self, number: usize) -> Value {
        let id = resource_id("Microsoft.Compute/virtualMachines", &format!("vm-{number}"));
        json!({"vm": {"id": id}, "statuses": {"id": id}, "nics": [], "addresses": []})
    }

    fn document(&self, resource: &Value) -> Value {
        resource["vm"].clone()
    }

    fn lists(&self, request: &Request) -> bool {
        request.path_only() == list("Microsoft.Compute/virtualMachines") && !is_status_only(request)
    }

    fn answer(&self, request: &Request, fleet: &[Vec<Value>]) -> Response {
        if request.path_only().ends_with("/oauth2/v2.0/token") {
            return token(request);
        }
        if request.path_only() == format!("/{TENANT}/oauth2/v2.0/authorize") {
            return SIGN_IN.authorize(request);
        }
        if request.path_only() == format!("/{TENANT}/discovery/v2.0/keys") {
            return reply(200, &SIGNER.set(SIGNER_ID));
        }
        if request.method != "GET" && self.power(request).is_none() {
            return self.refuse(405, "The method is not allowed.");
        }
        let bearer = request.header("authorization").and_then(|text| text.strip_prefix("Bearer "));
        if !bearer.is_some_and(|token| token == TOKEN || token == SIGN_IN.access) {
            return self.refuse(401, "The access token is invalid.");
        }
        if request.header("accept") != Some("application/json") {
            return self.refuse(406, "Only JSON is served.");
        }
        if let Some(answer) = power::act(self, request, fleet) {
            return answer;
        }
        let fleet = fleet.first().map(Vec::as_slice).unwrap_or_default();
        let path = request.path_only();
        let subscription = |id: &str, name: &str, state: &str| json!({"id": format!("/subscriptions/{id}"), "subscriptionId": id, "tenantId": TENANT, "displayName": name, "state": state});
        if path == format!("/subscriptions/{SUBSCRIPTION}")
            && request.query("api-version") == Some("2022-12-01")
        {
            return reply(200, &subscription(SUBSCRIPTION, "Production", "Enabled"));
        }
        let (version, all) = if path == "/subscriptions" {
            let old = subscription("b1b1b1b1-bbbb-cccc-dddd-e1e1e1e1e1e1", "Closed", "Disabled");
            ("2022-12-01", vec![old, subscription(SUBSCRIPTION, "Production", "Enabled")])
        } else if path == list("Microsoft.Compute/virtualMachines") {
            let name = if is_status_only(request) { "statuses" } else { "vm" };
            ("2024-07-01", part(fleet, name))
        } else if path == list("Microsoft.Network/networkInterfaces") {
            ("2024-05-01", part(fleet, "nics"))
        } else if path == list("Microsoft.Network/publicIPAddresses") {
            ("2024-05-01", part(fleet, "addresses"))
        } else {
            return self.refuse(404, "There is no such path.");
        };
        if request.query("api-version") != Some(version) {
            return self.refuse(400, "The api-version is missing or not supported.");
        }
        page(request, &all)
    }

    fn page_then(&self, request: &Request, resources: &[Value], next: Next<'_>) -> Response {
        let link = match next {
            Next::Here => {
                format!("http://{}{}", request.header("host").unwrap_or_default(), request.path)
            }
            Next::At(server) => format!("{server}{}", request.path),
        };
        reply(200, &json!({"value": part(resources, "vm"), "nextLink": link}))
    }

    fn power(&self, request: &Request) -> Option<Power> {
        let (id, word) = request.path_only().rsplit_once('/')?;
        let is_machine = id.contains("/providers/Microsoft.Compute/virtualMachines/");
        let is_documented = is_machine
            && request.method == "POST"
            && power::is_bare(request)
            && request.query("api-version") == Some("2024-07-01");
        Power::of(0, id, word, ["start", "deallocate", "restart"]).filter(|_| is_documented)
    }

    fn begun(&self, _power: &Power) -> Response {
        Response { status: 202, headers: Vec::new(), body: Vec::new() }
    }

    fn right(&self, action: &str) -> String {
        let word = match action {
            "stop" => "deallocate",
            "reboot" => "restart",
            other => other,
        };
        format!("Microsoft.Compute/virtualMachines/{word}/action")
    }

    fn refuse(&self, status: u16, text: &str) -> Response {
        reply(status, &json!({"error": {"code": "SomeCode", "message": text}}))
    }
}
