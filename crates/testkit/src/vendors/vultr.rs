//! <https://www.vultr.com/api/>, read 2026-11.

use serde_json::json;

use super::power::{Power, is_bare};
use super::token_list::TokenList;
use crate::http::Response;

pub(super) static VENDOR: TokenList = TokenList {
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
    private_ips: &["10.0.0.7"],
    size: "per_page",
    cursor: "cursor",
    wrap: |instances, after| {
        let next = after.next.map(|page| format!("cursor-{page}")).unwrap_or_default();
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
    power: |request| {
        let path: Vec<_> = request.path.split('/').skip(1).collect();
        let ["v2", "instances", id, word] = path[..] else { return None };
        Power::of(0, id, word, ["start", "halt", "reboot"]).filter(|_| is_bare(request))
    },
    begun: || Response { status: 204, headers: Vec::new(), body: Vec::new() },
    not_now: 400,
    right: "subscriptions",
    error: |text| json!({"error": text, "status": 400}),
    sign_in: None,
};
