//! <https://docs.digitalocean.com/reference/api/reference/droplets/> and the authorization server of
//! <https://docs.digitalocean.com/reference/api/oauth/>, read 2026-11. That a refresh token is good for
//! one use was not found there.

use serde_json::json;

use super::oauth::{OAuth, Redirect};
use super::power::{Power, json};
use super::token_list::{SignIn, TokenList};
use super::{Credential, SignedIn, reply};

/// The token of a person who signed in.
const PERSON: &str = "doo_v1_t0ken-0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcd";

/// A public client.
const CLIENT: &str = "a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90";

pub(super) static VENDOR: TokenList = TokenList {
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
    private_ips: &["10.0.0.7"],
    size: "per_page",
    cursor: "page",
    wrap: |droplets, after| {
        let link = |page| format!("{}/v2/droplets?page={page}&per_page=200", after.server);
        let links = match after.next {
            Some(page) => json!({"pages": {"next": link(page)}}),
            None => json!({}),
        };
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
    power: |request| {
        let path: Vec<_> = request.path.split('/').skip(1).collect();
        let ["v2", "droplets", id, "actions"] = path[..] else { return None };
        let body = json(request)?;
        let word = body.as_object().filter(|body| body.len() == 1)?.get("type")?.as_str()?;
        Power::of(0, id, word, ["power_on", "shutdown", "reboot"])
    },
    begun: || {
        let action = json!({"id": 36804636, "status": "in-progress", "type": "power_on",
            "started_at": "2026-01-31T08:30:00Z", "completed_at": null, "resource_type": "droplet"});
        reply(201, &json!({ "action": action }))
    },
    not_now: 422,
    right: "droplet:update",
    error: |text| json!({"id": "some_code", "message": text, "request_id": "4d9d8375-3c56-4925-a3e7-eb137fed17e9"}),
    sign_in: Some(SignIn {
        server: OAuth {
            client: CLIENT,
            secret: None,
            redirect: Redirect::Exact("http://127.0.0.1:27183/"),
            scopes: &["account:read", "droplet:read"],
            parameters: &[],
            rotates: true,
            access: PERSON,
            refuse: |status, word, text| {
                reply(status, &json!({"error": word, "error_description": text}))
            },
            id_token: None,
        },
        path: "/v1/oauth",
        signed_in: || SignedIn {
            typed: Credential {
                auth: "browser",
                fields: vec![("client_id", CLIENT.into())],
                secrets: Vec::new(),
            },
            chosen: Vec::new(),
            token: PERSON,
            secrets: vec![PERSON.into()],
            choices: &["My Team"],
        },
    }),
};
