//! <https://docs.hetzner.cloud/reference/cloud>, read 2026-11.

use serde_json::json;

use super::power::{Power, is_bare};
use super::reply;
use super::token_list::TokenList;

pub(super) static VENDOR: TokenList = TokenList {
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
    private_ips: &["10.0.0.7"],
    size: "per_page",
    cursor: "page",
    wrap: |servers, after| {
        let page = json!({"page": after.page, "next_page": after.next});
        json!({"servers": servers, "meta": {"pagination": page}})
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
    power: |request| {
        let path: Vec<_> = request.path.split('/').skip(1).collect();
        let ["v1", "servers", id, "actions", word] = path[..] else { return None };
        Power::of(0, id, word, ["poweron", "shutdown", "reboot"]).filter(|_| is_bare(request))
    },
    begun: || {
        let action = json!({"id": 1, "command": "start_server", "status": "running", "progress": 0,
            "started": "2026-01-31T08:30:00+00:00", "finished": null, "resources": [], "error": null});
        reply(201, &json!({ "action": action }))
    },
    not_now: 423,
    right: "Read & Write",
    error: |text| json!({"error": {"code": "some_code", "message": text}}),
    sign_in: None,
};
