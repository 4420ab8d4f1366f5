//! <https://techdocs.akamai.com/linode-api/reference/get-linode-instances>, read 2026-11.

use serde_json::json;

use super::power::{Power, json};
use super::reply;
use super::token_list::TokenList;

pub(super) static VENDOR: TokenList = TokenList {
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
    private_ips: &["192.168.128.7"],
    size: "page_size",
    cursor: "page",
    wrap: |data, after| {
        let pages = after.next.unwrap_or(after.page);
        json!({"data": data, "page": after.page, "pages": pages, "results": 1})
    },
    machine: |number, name, state| {
        json!({
            "id": number, "label": name, "status": state, "created": "2026-01-31T08:30:00",
            "region": "de-fra-2", "type": "g6-standard-1", "image": "linode/debian12",
            "ipv4": ["203.0.113.7", "192.168.128.7"], "ipv6": "2001:db8:1::1/128",
            "specs": {"vcpus": 2, "memory": 4096}, "tags": ["env:prod", "team"]
        })
    },
    sparse: |number| json!({"id": number, "image": null, "ipv4": [], "ipv6": null}),
    power: |request| {
        let path: Vec<_> = request.path.split('/').skip(1).collect();
        let ["v4", "linode", "instances", id, word] = path[..] else { return None };
        let is_empty = json(request) == Some(json!({}));
        Power::of(0, id, word, ["boot", "shutdown", "reboot"]).filter(|_| is_empty)
    },
    begun: || reply(200, &json!({})),
    not_now: 400,
    right: "linodes:read_write",
    error: |text| json!({"errors": [{"reason": text}]}),
    sign_in: None,
};
