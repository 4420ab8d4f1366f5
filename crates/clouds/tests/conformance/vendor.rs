//! The vendors, each played strictly by its own reference: any request that it does not document
//! is refused.

use nexus_testkit::http::{Request, Response};
use serde_json::{Value, json};

pub const TOKEN: &str = "tok3n-0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijkl";

/// What differs between the vendors.
pub struct Vendor {
    /// The cloud's id.
    pub cloud: &'static str,
    /// Most machines of a page, which the client has to ask for.
    pub page: usize,
    /// Path of the list.
    pub list: &'static str,
    /// Path and reply of the health check.
    pub check: (&'static str, fn() -> Value),
    /// Words of the vendor's reference and their normal form.
    pub states: &'static [(&'static str, &'static str)],
    /// Query parameter with the size of a page.
    size: &'static str,
    /// Query parameter with the page.
    cursor: &'static str,
    /// A page from its machines, its number from 1, and the number of pages.
    wrap: fn(&[Value], usize, usize) -> Value,
    /// A machine: number, name, state.
    machine: fn(usize, &str, &str) -> Value,
    /// A machine of which only what is always there is told.
    pub sparse: fn(usize) -> Value,
    /// An error as the vendor words it.
    error: fn(&str) -> Value,
}

impl Vendor {
    /// The reply to a request, by what the account holds.
    pub fn answer(&self, request: &Request, machines: &[Value]) -> Response {
        if request.method != "GET" {
            return self.refuse(405, "method not allowed");
        }
        if request.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
            return self.refuse(401, "unable to authenticate you");
        }
        if request.header("accept") != Some("application/json") {
            return self.refuse(406, "only JSON is served");
        }
        let path = request.path_only();
        if path == self.check.0 && self.check.0 != self.list {
            return reply(200, &(self.check.1)());
        }
        if path != self.list {
            return self.refuse(404, "no such path");
        }
        let size = request.query(self.size).and_then(|text| text.parse().ok());
        let Some(size) = size.filter(|size| (1..=self.page).contains(size)) else {
            return self.refuse(400, "the page's size is out of range");
        };
        let page = match request.query(self.cursor) {
            None => 1,
            Some(text) => match text.trim_start_matches("cursor-").parse() {
                Ok(page) => page,
                Err(_) => return self.refuse(400, "no such page"),
            },
        };
        let pages = machines.len().div_ceil(size).max(1);
        let held = machines.chunks(size).nth(page - 1).unwrap_or_default();
        reply(200, &(self.wrap)(held, page, pages))
    }

    /// A refusal as the vendor words it.
    pub fn refuse(&self, status: u16, text: &str) -> Response {
        reply(status, &(self.error)(text))
    }

    /// A fleet in the vendor's first state, numbered from 1.
    pub fn fleet(&self, count: usize) -> Vec<Value> {
        let state = self.states[0].0;
        (1..=count).map(|number| self.machine(number, &format!("web-{number}"), state)).collect()
    }

    pub fn machine(&self, number: usize, name: &str, state: &str) -> Value {
        (self.machine)(number, name, state)
    }

    /// A first page that announces itself as the next one.
    pub fn looping(&self) -> Value {
        (self.wrap)(&self.fleet(1), 0, 9)
    }
}

pub fn reply(status: u16, body: &Value) -> Response {
    Response::new(status, "application/json; charset=utf-8", body.to_string())
}

/// The vendor of a cloud.
pub fn vendor(cloud: &str) -> &'static Vendor {
    let found = VENDORS.iter().find(|vendor| vendor.cloud == cloud);
    found.expect("a vendor for every cloud of the suite")
}

pub static VENDORS: [Vendor; 4] = [
    // https://docs.hetzner.cloud/reference/cloud, read 2026-11.
    Vendor {
        cloud: "hetzner",
        page: 50,
        list: "/v1/servers",
        check: ("/v1/servers", || json!({})),
        states: &[
            ("running", "running"),
            ("initializing", "starting"),
            ("starting", "starting"),
            ("stopping", "stopping"),
            ("off", "stopped"),
            ("deleting", "terminated"),
            ("rebuilding", "starting"),
            ("migrating", "unknown"),
            ("unknown", "unknown"),
        ],
        size: "per_page",
        cursor: "page",
        wrap: |servers, page, pages| {
            let next = (page < pages).then_some(page + 1);
            json!({"servers": servers, "meta": {"pagination": {"page": page, "next_page": next}}})
        },
        machine: |number, name, state| {
            json!({
                "id": number, "name": name, "status": state, "created": "2026-01-31T08:30:00+00:00",
                "public_net": {"ipv4": {"ip": "203.0.113.7"}, "ipv6": {"ip": "2001:db8:1::/64"}},
                "private_net": [{"ip": "10.0.0.7"}], "labels": {"env": "prod", "team": ""},
                "server_type": {"name": "cx22", "cores": 2, "memory": 4.0},
                "datacenter": {"name": "fsn1-dc14", "location": {"name": "fsn1"}},
                "image": {"name": "debian-12", "os_flavor": "debian"}
            })
        },
        sparse: |number| json!({"id": number, "image": null, "public_net": {"ipv4": null, "ipv6": null}}),
        error: |text| json!({"error": {"code": "some_code", "message": text}}),
    },
    // https://docs.digitalocean.com/reference/api/reference/droplets/, read 2026-11.
    Vendor {
        cloud: "digitalocean",
        page: 200,
        list: "/v2/droplets",
        check: ("/v2/account", || {
            json!({"account": {"email": "a@example.com", "uuid": "b6fr89dbf6d9156cace5f3c78dc9851d957381ef",
                "status": "active", "team": {"uuid": "t", "name": "My Team"}}})
        }),
        states: &[
            ("active", "running"),
            ("new", "starting"),
            ("off", "stopped"),
            ("archive", "terminated"),
        ],
        size: "per_page",
        cursor: "page",
        wrap: |droplets, page, pages| {
            let next =
                format!("https://api.digitalocean.com/v2/droplets?page={}&per_page=200", page + 1);
            let links = if page < pages { json!({"pages": {"next": next}}) } else { json!({}) };
            json!({"droplets": droplets, "links": links, "meta": {"total": 1}})
        },
        machine: |number, name, state| {
            json!({
                "id": number, "name": name, "status": state, "memory": 4096, "vcpus": 2,
                "size_slug": "s-2vcpu-4gb", "created_at": "2026-01-31T08:30:00Z",
                "region": {"slug": "fra1", "name": "Frankfurt 1"},
                "image": {"slug": "debian-12-x64", "distribution": "Debian", "name": "12 x64"},
                "networks": {
                    "v4": [{"ip_address": "10.0.0.7", "type": "private"}, {"ip_address": "203.0.113.7", "type": "public"}],
                    "v6": [{"ip_address": "2001:db8:1::1", "type": "public"}]
                },
                "tags": ["env:prod", "team"]
            })
        },
        sparse: |number| json!({"id": number, "networks": {}, "image": {}}),
        error: |text| json!({"id": "some_code", "message": text, "request_id": "4d9d8375-3c56-4925-a3e7-eb137fed17e9"}),
    },
    // https://techdocs.akamai.com/linode-api/reference/get-linode-instances, read 2026-11.
    Vendor {
        cloud: "linode",
        page: 500,
        list: "/v4/linode/instances",
        check: ("/v4/profile", || json!({"username": "reader", "email": "a@example.com"})),
        states: &[
            ("running", "running"),
            ("offline", "stopped"),
            ("booting", "starting"),
            ("rebooting", "rebooting"),
            ("shutting_down", "stopping"),
            ("provisioning", "starting"),
            ("deleting", "terminated"),
            ("migrating", "unknown"),
            ("rebuilding", "starting"),
            ("cloning", "starting"),
            ("restoring", "starting"),
            ("stopped", "stopped"),
            ("billing_suspension", "suspended"),
        ],
        size: "page_size",
        cursor: "page",
        wrap: |data, page, pages| json!({"data": data, "page": page.max(1), "pages": pages, "results": 1}),
        machine: |number, name, state| {
            json!({
                "id": number, "label": name, "status": state, "created": "2026-01-31T08:30:00",
                "region": "de-fra-2", "type": "g6-standard-1", "image": "linode/debian12",
                "ipv4": ["203.0.113.7", "192.168.128.7"], "ipv6": "2001:db8:1::1/128",
                "specs": {"vcpus": 2, "memory": 4096}, "tags": ["env:prod", "team"]
            })
        },
        sparse: |number| json!({"id": number, "image": null, "ipv4": [], "ipv6": null}),
        error: |text| json!({"errors": [{"reason": text}]}),
    },
    // https://www.vultr.com/api/, read 2026-11.
    Vendor {
        cloud: "vultr",
        page: 500,
        list: "/v2/instances",
        check: (
            "/v2/account",
            || json!({"account": {"name": "My Team", "email": "a@example.com", "acls": ["subscriptions_view"]}}),
        ),
        states: &[
            ("running", "running"),
            ("stopped", "stopped"),
            ("pending", "starting"),
            ("suspended", "suspended"),
            ("resizing", "rebooting"),
        ],
        size: "per_page",
        cursor: "cursor",
        wrap: |instances, page, pages| {
            let next = if page < pages { format!("cursor-{}", page + 1) } else { String::new() };
            json!({"instances": instances, "meta": {"total": 1, "links": {"next": next, "prev": ""}}})
        },
        machine: |number, name, state| {
            let power = matches!(state, "running" | "stopped");
            let (status, power) = match state {
                _ if power => ("active", state),
                "pending" | "suspended" | "resizing" => (state, "running"),
                other => ("active", other),
            };
            json!({
                "id": format!("cb676a46-66fd-4dfb-b839-{number:012}"), "label": name, "status": status,
                "power_status": power, "os": "Debian 12 x64 (bookworm)", "ram": 4096, "vcpu_count": 2,
                "main_ip": "203.0.113.7", "internal_ip": "10.0.0.7", "v6_main_ip": "2001:db8:1::1",
                "region": "fra", "plan": "vc2-2c-4gb", "date_created": "2026-01-31T08:30:00+00:00",
                "tags": ["env:prod", "team"]
            })
        },
        sparse: |number| {
            json!({"id": format!("cb676a46-66fd-4dfb-b839-{number:012}"), "label": "", "main_ip": "0.0.0.0",
                "internal_ip": "", "v6_main_ip": ""})
        },
        error: |text| json!({"error": text, "status": 400}),
    },
];
