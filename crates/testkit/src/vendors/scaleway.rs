//! <https://www.scaleway.com/en/developers/api/>, read 2026-11: Instances, IAM, Account and IPAM.

use serde_json::{Value, json};

use super::power::{self, Power};
use super::{Credential, Next, Vendor, reply};
use crate::http::{Request, Response};

const ACCESS_KEY: &str = "SCW0123456789ABCDEFG";
const SECRET_KEY: &str = "c0ffee00-a1b2-4c3d-8e4f-5a6b7c8d9e0f";
const PROJECT: &str = "564aa517-68b0-4fd7-8c8c-d21c4bcdcbd5";

/// Most items of a page.
const PAGE: usize = 100;

const ZONES: [&str; 10] = [
    "fr-par-1", "fr-par-2", "fr-par-3", "nl-ams-1", "nl-ams-2", "nl-ams-3", "pl-waw-1", "pl-waw-2",
    "pl-waw-3", "it-mil-1",
];

pub(super) static VENDOR: Scaleway = Scaleway;

pub(super) struct Scaleway;

impl Vendor for Scaleway {
    fn cloud(&self) -> &'static str {
        "scaleway"
    }

    fn credential(&self) -> Credential {
        Credential {
            auth: "api_key",
            fields: vec![("access_key", ACCESS_KEY.into())],
            secrets: vec![("secret_key", SECRET_KEY.into())],
        }
    }

    fn secrets(&self) -> Vec<String> {
        vec![SECRET_KEY.into()]
    }

    fn regions(&self) -> &'static [&'static str] {
        &ZONES
    }

    fn page(&self) -> Option<usize> {
        Some(PAGE)
    }

    fn states(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("running", "running"),
            ("stopped", "stopped"),
            ("stopped in place", "stopped"),
            ("starting", "starting"),
            ("stopping", "stopping"),
            ("locked", "unknown"),
        ]
    }

    fn resource(&self, number: usize, name: &str, state: &str) -> Value {
        let address = |address, family| json!({"id": id(number, 2), "address": address, "family": family, "dynamic": false});
        json!({
            "id": id(number, 1), "name": name, "hostname": name, "arch": "x86_64",
            "commercial_type": "DEV1-M", "organization": id(0, 0), "project": PROJECT,
            "image": {"id": id(0, 3), "name": "Debian Bookworm", "arch": "x86_64", "public": true},
            "tags": ["env=prod", "team"], "state": state, "state_detail": "",
            "public_ip": address("203.0.113.7", "inet"), "ipv6": null,
            "public_ips": [address("203.0.113.7", "inet"), address("2001:db8:1::1", "inet6")],
            "private_ip": null, "routed_ip_enabled": true,
            "private_nics": [{"id": id(number, 4), "server_id": id(number, 1), "state": "available"}],
            "creation_date": "2026-01-31T08:30:00+00:00", "zone": "fr-par-1"
        })
    }

    fn sparse(&self, number: usize) -> Value {
        json!({"id": id(number, 1), "image": null, "public_ip": null, "public_ips": [], "private_nics": []})
    }

    fn lists(&self, request: &Request) -> bool {
        zone_of(request).is_some()
    }

    fn answer(&self, request: &Request, fleet: &[Vec<Value>]) -> Response {
        if request.method != "GET" && self.power(request).is_none() {
            return self.refuse(405, "method not allowed");
        }
        if request.header("x-auth-token") != Some(SECRET_KEY) {
            return denied();
        }
        if request.header("accept") != Some("application/json") {
            return self.refuse(406, "only JSON is served");
        }
        if let Some(answer) = power::act(self, request, fleet) {
            return answer;
        }
        let path: Vec<_> = request.path_only().split('/').skip(1).collect();
        match path[..] {
            ["iam", "v1alpha1", "api-keys", ACCESS_KEY] => reply(
                200,
                &json!({"access_key": ACCESS_KEY, "secret_key": null, "description": "reader",
                    "application_id": id(0, 5), "default_project_id": PROJECT, "expires_at": null}),
            ),
            ["account", "v3", "projects", PROJECT] => {
                reply(200, &json!({"id": PROJECT, "name": "default", "organization_id": id(0, 0)}))
            }
            ["instance", "v1", "zones", zone, "products", "servers"] if ZONES.contains(&zone) => {
                let types = [json!({"ncpus": 2, "ram": 4_294_967_296_u64, "arch": "x86_64"})];
                let wrap = |page: &[Value], _| match page {
                    [one] => json!({"servers": {"DEV1-M": one}}),
                    _ => json!({"servers": {}}),
                };
                self.paged(request, "per_page", &types, wrap)
            }
            ["ipam", "v1", "regions", region, "ips"] => {
                if request.query("resource_type") != Some("instance_private_nic") {
                    return self.refuse(400, "invalid argument(s)");
                }
                let ips = ips(region, fleet);
                let wrap = |page: &[Value], total| json!({"ips": page, "total_count": total});
                self.paged(request, "page_size", &ips, wrap)
            }
            _ => match zone_of(request) {
                Some(zone) => {
                    let held = fleet.get(zone).map(Vec::as_slice).unwrap_or_default();
                    self.paged(request, "per_page", held, |page, _| json!({"servers": page}))
                }
                None => self.refuse(404, "no such path"),
            },
        }
    }

    fn page_then(&self, _: &Request, resources: &[Value], next: Next<'_>) -> Response {
        let server = match next {
            Next::Here => "",
            Next::At(server) => server,
        };
        let link = format!("<{server}/servers?page=2&per_page=100>; rel=\"next\"");
        let mut page = reply(200, &json!({"servers": resources}));
        page.headers.push(("link".into(), link));
        page.headers.push(("x-total-count".into(), "900".into()));
        page
    }

    fn power(&self, request: &Request) -> Option<Power> {
        let path: Vec<_> = request.path.split('/').skip(1).collect();
        let ["instance", "v1", "zones", zone, "servers", id, "action"] = path[..] else {
            return None;
        };
        let zone = ZONES.iter().position(|known| *known == zone)?;
        let body = power::json(request).filter(|_| request.method == "POST")?;
        let word = body.as_object().filter(|body| body.len() == 1)?.get("action")?.as_str()?;
        Power::of(zone, id, word, ["poweron", "poweroff", "reboot"])
    }

    fn begun(&self, _power: &Power) -> Response {
        let task = json!({"id": id(0, 6), "description": "server_poweron", "status": "pending", "progress": 0});
        reply(202, &json!({ "task": task }))
    }

    fn not_now(&self) -> Response {
        self.refuse(400, "The machine was refused the action in its state.")
    }

    fn right(&self, _: &str) -> String {
        "InstancesFullAccess".into()
    }

    fn refuse(&self, status: u16, text: &str) -> Response {
        let kind = match status {
            400 => "invalid_arguments",
            401 => "denied_authentication",
            403 => "permissions_denied",
            404 => "not_found",
            429 => "too_many_requests",
            _ => "internal_error",
        };
        reply(status, &json!({"type": kind, "message": text}))
    }
}

impl Scaleway {
    /// A page of these, as the query asks for it; how many there are is in a header.
    fn paged(
        &self,
        request: &Request,
        size: &str,
        all: &[Value],
        wrap: impl Fn(&[Value], usize) -> Value,
    ) -> Response {
        let number = |name| request.query(name).and_then(|text| text.parse::<usize>().ok());
        match (number(size), number("page")) {
            (Some(size @ 1..=PAGE), Some(page @ 1..)) => {
                let held = all.chunks(size).nth(page - 1).unwrap_or_default();
                let mut page = reply(200, &wrap(held, all.len()));
                page.headers.push(("x-total-count".into(), all.len().to_string()));
                page
            }
            _ => self.refuse(400, "invalid argument(s)"),
        }
    }
}

/// As the gateway of the API words it.
fn denied() -> Response {
    let body = json!({"type": "denied_authentication", "method": "api_key", "reason": "not_found", "message": "authentication is denied"});
    reply(401, &body)
}

/// The place of the zone whose servers are asked for.
fn zone_of(request: &Request) -> Option<usize> {
    let zone = request.path_only().strip_prefix("/instance/v1/zones/")?.strip_suffix("/servers")?;
    ZONES.iter().position(|known| *known == zone)
}

/// The addresses of the private NICs of a region's servers.
fn ips(region: &str, fleet: &[Vec<Value>]) -> Vec<Value> {
    let zones = ZONES.iter().zip(fleet).filter(|(zone, _)| zone.starts_with(region));
    let servers = zones.flat_map(|(_, servers)| servers);
    let nics = servers.filter_map(|server| server["private_nics"].as_array()).flatten();
    let ip = |nic: &Value| {
        let resource = json!({"type": "instance_private_nic", "id": nic["id"]});
        json!({"id": nic["id"], "address": "10.0.0.7/22", "is_ipv6": false, "resource": resource})
    };
    nics.map(ip).collect()
}

/// A UUID of a thing's number and kind.
fn id(number: usize, kind: usize) -> String {
    format!("6ab3aeee-069c-493c-{kind:04}-{number:012}")
}
