//! Keystone and Nova in one server: <https://docs.openstack.org/api-ref/identity/v3/> and
//! <https://docs.openstack.org/api-ref/compute/>, read 2026-11.

use serde_json::{Value, json};

use super::power::{self, Power};
use super::{Credential, Next, Vendor, reply};
use crate::http::{Request, Response};

pub(super) struct OpenStack;

pub(super) static VENDOR: OpenStack = OpenStack;

const PASSWORD: &str = "s3cret-of-the-reader";
const TOKEN: &str =
    "gAAAAABrBZMc2aL4Rci95EhzE0EUuvP-3eaJXZPusqsn1-MRCXwaDdPe_ThknDOP7oZINouHHmIp17kzH7ETNYJb";
const PROJECT: &str = "a6944d763bf64ee6a275f1263fae0352";
const REGIONS: [&str; 2] = ["RegionOne", "RegionTwo"];

/// Servers of a page that a client may ask for; Nova's own limit is 1,000.
const PAGE: usize = 500;

impl Vendor for OpenStack {
    fn cloud(&self) -> &'static str {
        "openstack"
    }

    fn credential(&self) -> Credential {
        Credential {
            auth: "password",
            fields: vec![("username", "reader".into()), ("project", PROJECT.into())],
            secrets: vec![("password", PASSWORD.into())],
        }
    }

    fn secrets(&self) -> Vec<String> {
        vec![PASSWORD.into(), TOKEN.into()]
    }

    fn regions(&self) -> &'static [&'static str] {
        &REGIONS
    }

    fn page(&self) -> Option<usize> {
        Some(PAGE)
    }

    // <https://docs.openstack.org/api-guide/compute/server_concepts.html#server-status>
    fn states(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("ACTIVE", "running"),
            ("BUILD", "starting"),
            ("DELETED", "terminated"),
            ("ERROR", "error"),
            ("HARD_REBOOT", "rebooting"),
            ("MIGRATING", "running"),
            ("PASSWORD", "running"),
            ("PAUSED", "suspended"),
            ("REBOOT", "rebooting"),
            ("REBUILD", "starting"),
            ("RESCUE", "running"),
            ("RESIZE", "rebooting"),
            ("REVERT_RESIZE", "rebooting"),
            ("SHELVED", "stopped"),
            ("SHELVED_OFFLOADED", "stopped"),
            ("SHUTOFF", "stopped"),
            ("SOFT_DELETED", "terminated"),
            ("SUSPENDED", "suspended"),
            ("UNKNOWN", "unknown"),
            ("VERIFY_RESIZE", "running"),
        ]
    }

    fn resource(&self, number: usize, name: &str, state: &str) -> Value {
        let address = |addr: &str, version: u8, kind: &str| {
            json!({"addr": addr, "version": version, "OS-EXT-IPS:type": kind,
                "OS-EXT-IPS-MAC:mac_addr": "00:0c:29:0d:11:74"})
        };
        json!({
            "id": id(number), "name": name, "status": state, "created": "2026-01-31T08:29:00Z",
            "accessIPv4": "", "accessIPv6": "", "tenant_id": PROJECT, "key_name": null,
            "addresses": {"private": [
                address("10.0.0.7", 4, "fixed"),
                address("203.0.113.7", 4, "floating"),
                address("2001:db8:1::1", 6, "fixed")
            ]},
            "flavor": {"original_name": "m1.medium", "vcpus": 2, "ram": 4096, "disk": 20, "ephemeral": 0, "swap": 0},
            "image": {"id": "70a599e0-31e7-49b7-b260-868f441e862b", "properties": {"os_distro": "debian"}},
            "metadata": {"env": "prod"}, "tags": ["team"],
            "OS-EXT-AZ:availability_zone": "az-1", "OS-SRV-USG:launched_at": "2026-01-31T08:30:00.774549"
        })
    }

    // <https://docs.openstack.org/api-guide/compute/down_cells.html>
    fn sparse(&self, number: usize) -> Value {
        json!({"id": id(number), "status": "UNKNOWN", "tenant_id": PROJECT, "created": "2026-01-31T08:29:00Z", "links": []})
    }

    fn lists(&self, request: &Request) -> bool {
        request.path_only().ends_with("/servers/detail")
    }

    fn answer(&self, request: &Request, fleet: &[Vec<Value>]) -> Response {
        if request.header("accept") != Some("application/json") {
            return self.refuse(406, "only JSON is served");
        }
        if request.path == "/v3/auth/tokens" {
            return self.authenticate(request);
        }
        if self.power(request).is_some() && request.header("x-auth-token") != Some(TOKEN) {
            return self.refuse(401, UNAUTHORIZED);
        }
        if let Some(answer) = power::act(self, request, fleet) {
            return answer;
        }
        let Some(region) = (0..REGIONS.len()).find(|region| path(*region) == request.path_only())
        else {
            return self.refuse(404, "The resource could not be found.");
        };
        if request.method != "GET" {
            return self.refuse(405, "method not allowed");
        }
        if request.header("x-auth-token") != Some(TOKEN) {
            return self.refuse(401, UNAUTHORIZED);
        }
        if request.header("openstack-api-version") != Some("compute 2.98") {
            return self.refuse(406, "This client knows 2.98, and so does this version.");
        }
        let limit = request.query("limit").and_then(|text| text.parse().ok());
        let Some(limit) = limit.filter(|limit| (1..=1000).contains(limit)) else {
            return self.refuse(400, "Invalid input for query parameters limit.");
        };
        let servers = fleet.get(region).map(Vec::as_slice).unwrap_or_default();
        let from = match request.query("marker") {
            None => 0,
            Some(marker) => match servers.iter().position(|server| server["id"] == marker) {
                Some(last) => last + 1,
                None => return self.refuse(400, &format!("marker [{marker}] not found")),
            },
        };
        let to = servers.len().min(from + limit);
        let page = &servers[from..to];
        // Nova's own links name a host that only the cloud knows.
        let link =
            (to < servers.len()).then(|| format!("http://nova.internal:8774{}", path(region)));
        listed(page, link, limit)
    }

    fn page_then(&self, request: &Request, resources: &[Value], next: Next<'_>) -> Response {
        let server = match next {
            Next::Here => "http://nova.internal:8774",
            Next::At(server) => server,
        };
        listed(resources, Some(format!("{server}{}", request.path_only())), PAGE)
    }

    fn power(&self, request: &Request) -> Option<Power> {
        let (servers, rest) = request.path.split_once("/servers/")?;
        let region = (0..REGIONS.len())
            .find(|region| path(*region).strip_suffix("/servers/detail") == Some(servers))?;
        let id = rest.strip_suffix("/action").filter(|_| request.method == "POST")?;
        let body = power::json(request)?;
        let bodies = [
            json!({"os-start": null}),
            json!({"os-stop": null}),
            json!({"reboot": {"type": "SOFT"}}),
        ];
        let word =
            bodies.iter().zip(["start", "stop", "reboot"]).find(|(known, _)| **known == body);
        Power::of(region, id, word?.1, ["start", "stop", "reboot"])
    }

    fn begun(&self, _power: &Power) -> Response {
        Response { status: 202, headers: Vec::new(), body: Vec::new() }
    }

    fn not_now(&self) -> Response {
        reply(
            409,
            &json!({"conflictingRequest": {"code": 409, "message": "The machine was refused the action in its state."}}),
        )
    }

    fn right(&self, _: &str) -> String {
        "role member".into()
    }

    fn refuse(&self, status: u16, text: &str) -> Response {
        let fault = match status {
            400 => "badRequest",
            401 => return keystone(status, "Unauthorized", text),
            403 => "forbidden",
            404 => "itemNotFound",
            405 => "badMethod",
            413 | 429 => "overLimit",
            503 => "serviceUnavailable",
            _ => "computeFault",
        };
        reply(status, &json!({fault: {"code": status, "message": text}}))
    }
}

const UNAUTHORIZED: &str = "The request you have made requires authentication.";

impl OpenStack {
    fn authenticate(&self, request: &Request) -> Response {
        let is_json = request.header("content-type") == Some("application/json");
        if request.method != "POST" || !is_json {
            return keystone(400, "Bad Request", "Expecting a JSON document by POST.");
        }
        let user = json!({"name": "reader", "domain": {"name": "Default"}, "password": PASSWORD});
        let expected = json!({"auth": {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": {"id": PROJECT}}
        }});
        if serde_json::from_slice::<Value>(&request.body).ok() != Some(expected) {
            return keystone(401, "Unauthorized", UNAUTHORIZED);
        }
        let host = request.header("host").unwrap_or_default();
        let endpoints = |interface: &'static str, host: String| {
            (0..REGIONS.len()).map(move |region| {
                let url = format!("http://{host}{}", path(region).trim_end_matches("/servers/detail"));
                json!({"interface": interface, "region_id": REGIONS[region], "region": REGIONS[region], "url": url})
            })
        };
        // An internal address must be left alone.
        let all = endpoints("internal", "nova.internal:8774".into());
        let all: Vec<_> = all.chain(endpoints("public", host.to_owned())).collect();
        let domain = json!({"id": "default", "name": "Default"});
        let mut issued = reply(
            201,
            &json!({"token": {
                "methods": ["password"], "expires_at": "2099-01-01T00:00:00.000000Z",
                "user": {"id": "10a2e6e717a245d9acad3e5f97aeca3d", "name": "reader", "domain": domain},
                "project": {"id": PROJECT, "name": "demo", "domain": domain},
                "catalog": [
                    {"type": "image", "name": "glance", "endpoints": []},
                    {"type": "compute", "name": "nova", "endpoints": all}
                ]
            }}),
        );
        issued.headers.push(("x-subject-token".into(), TOKEN.into()));
        issued
    }
}

fn keystone(status: u16, title: &str, text: &str) -> Response {
    reply(status, &json!({"error": {"code": status, "title": title, "message": text}}))
}

fn listed(servers: &[Value], next: Option<String>, limit: usize) -> Response {
    let mut page = json!({ "servers": servers });
    let marker = servers.last().and_then(|server| server["id"].as_str());
    if let (Some(next), Some(marker)) = (next, marker) {
        let href = format!("{next}?limit={limit}&marker={marker}");
        page["servers_links"] = json!([{"rel": "next", "href": href}]);
    }
    reply(200, &page)
}

fn path(region: usize) -> String {
    format!("/{}/v2.1/{PROJECT}/servers/detail", REGIONS[region].to_ascii_lowercase())
}

fn id(number: usize) -> String {
    format!("f5dc173b-6804-445a-a6d8-{number:012}")
}
