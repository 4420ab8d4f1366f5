//! `nexus profiles …` and `nexus request …`

use std::fs;

use nexus_testkit::http::Response;
use nexus_testkit::openid_provider::{SECRET, SERVICE_BASIC};
use nexus_testkit::{OpenIdProvider, Rest};
use serde_json::{Value, json};

use crate::bench::{Bench, Ran};

const KEY: &str = "key-5eCRET/cli+profiles=";

/// An API that answers who it was asked by, and quotes the credential it got.
fn api() -> Rest {
    Rest::start(|request| {
        let authorization = request.header("authorization").unwrap_or_default();
        let status = if authorization == format!("Bearer {KEY}") { 200 } else { 401 };
        let body = json!({
            "method": request.method, "path": request.path, "echo": authorization,
            "body": String::from_utf8_lossy(&request.body),
            "header": request.header("x-trace"),
        });
        Response::new(status, "application/json", body.to_string())
    })
}

fn profile(api: &Rest) -> Value {
    json!({"name": "example", "auth_type": "api_key", "api_base_url": api.url(), "user_info_endpoint": "/me"})
}

fn counts(ran: &Ran) -> [u64; 3] {
    let json = ran.json();
    ["created", "changed", "unchanged"].map(|count| json[count].as_u64().expect("a count"))
}

fn apply(bench: &Bench, path: &str, more: &[&str]) -> Ran {
    bench.run(&[&["profiles", "apply", path, "--json"], more].concat())
}

#[test]
fn a_folder_applied_twice_changes_nothing_the_second_time() {
    let bench = Bench::with_vault();
    let folder = bench.path().join("profiles");
    fs::create_dir(&folder).expect("a folder");
    let path = folder.to_str().expect("text");
    let oauth = "name: github\nauth_type: oauth2\nclient_id: id\nclient_secret: h1dden-one\n\
                 auth_url: https://github.com/a\ntoken_url: https://github.com/t\nscopes: [repo]\n";
    fs::write(folder.join("github.yaml"), oauth).expect("written");
    fs::write(folder.join("key.json"), r#"{"name":"airtable","auth_type":"api_key"}"#)
        .expect("written");
    fs::write(folder.join("README.md"), "no profile").expect("written");

    let dry = apply(&bench, path, &["--dry-run"]).ends(0);
    assert_eq!(counts(&dry), [2, 0, 0]);
    assert!(bench.run(&["profiles"]).ends(0).err.contains("profiles apply"), "nothing was changed");
    assert_eq!(counts(&apply(&bench, path, &[]).ends(0)), [2, 0, 0]);
    assert_eq!(counts(&apply(&bench, path, &[]).ends(0)), [0, 0, 2]);

    let changed = oauth.replace("h1dden-one", "h1dden-two").replace("[repo]", "[repo, gist]");
    fs::write(folder.join("github.yaml"), changed).expect("written");
    let dry = bench.run(&["profiles", "apply", path, "--dry-run"]).ends(0).out;
    assert!(dry.contains(r#"scopes: ["repo"] → ["repo","gist"]"#), "{dry}");
    assert!(dry.contains("client_secret: •••• → ••••"), "{dry}");
    assert_eq!(counts(&apply(&bench, path, &[]).ends(0)), [0, 1, 1]);

    let listed = bench.run(&["profiles", "list", "--json"]).ends(0).json();
    assert_eq!(listed["profiles"][1]["has_client_secret"], true);
    let export = bench.run(&["profiles", "export", "--format", "json"]).ends(0).json();
    assert_eq!(export.as_array().map(Vec::len), Some(2));
    let exported = folder.join("../export.yaml");
    let text = bench.run(&["profiles", "export", "github"]).ends(0).out;
    fs::write(&exported, text).expect("written");
    assert_eq!(counts(&apply(&bench, exported.to_str().expect("text"), &[]).ends(0)), [0, 0, 1]);
    bench.assert_no_trace_of(&["h1dden-one", "h1dden-two"]);
}

#[test]
fn a_ready_profile_is_printed_as_a_file_that_can_be_applied() {
    let bench = Bench::with_vault();
    let listed = bench.run(&["profiles", "ready", "--json"]).ends(0).json();
    assert_eq!(listed["ready"].as_array().map(Vec::len), Some(18));
    let open = bench.run(&["profiles", "ready", "jira", "--json"]).ends(2);
    assert_eq!(open.error()["field"], "site");
    let jira = bench.run(&["profiles", "ready", "jira", "--set", "site=example"]).ends(0);
    assert!(jira.err.contains("API token"), "the steps are told: {jira:?}");
    let file = bench.path().join("jira.yaml");
    fs::write(&file, &jira.out).expect("written");
    assert_eq!(counts(&apply(&bench, file.to_str().expect("text"), &[]).ends(0)), [1, 0, 0]);
}

#[test]
fn a_file_that_is_wrong_is_refused_whole() {
    let bench = Bench::with_vault();
    let path = bench.path().join("two.json");
    fs::write(
        &path,
        r#"[{"name":"good","auth_type":"api_key"},{"name":"bad","auth_type":"api_kee"}]"#,
    )
    .expect("written");
    let path = path.to_str().expect("text");
    let refused = apply(&bench, path, &[]).ends(2);
    assert_eq!(refused.error()["field"], "auth_type");
    assert!(refused.error()["message"].as_str().is_some_and(|told| told.contains("two.json")));
    let listed = bench.run(&["profiles", "--json"]).ends(0).json();
    assert_eq!(listed["profiles"], json!([]));
    let dry = apply(&bench, path, &["--dry-run"]).ends(2).json();
    assert_eq!(dry["changes"][0]["failure"]["field"], "auth_type");
}

#[test]
fn a_request_is_sent_with_the_profiles_authentication_to_its_own_host_only() {
    let api = api();
    let bench = Bench::with_vault();
    let file = bench.path().join("example.json");
    fs::write(&file, profile(&api).to_string()).expect("written");
    apply(&bench, file.to_str().expect("text"), &[]).ends(0);
    assert_eq!(
        bench.run(&["request", "example", "GET", "/me", "--json"]).ends(2).code(),
        "invalid_input"
    );

    let secrets = json!({ "api_key": KEY }).to_string();
    let connect = ["profiles", "connect", "example", "--name", "Ada", "--secrets-stdin", "--json"];
    let card = bench.run_with(&connect, &secrets).ends(0).json();
    assert_eq!(card["connection"]["name"], "Ada");
    assert_eq!(card["connection"]["state"], "active");

    let data = bench.path().join("body.json");
    fs::write(&data, r#"{"a":1}"#).expect("written");
    let data = format!("@{}", data.display());
    let arguments = [
        "request",
        "example",
        "post",
        "/items?x=1",
        "--data",
        &data,
        "--header",
        "X-Trace: t1",
        "--json",
    ];
    let reply = bench.run(&arguments).ends(0).json();
    assert_eq!(reply["status"], 200);
    assert_eq!(reply["truncated"], false);
    let answer: Value = serde_json::from_str(reply["body"].as_str().expect("text")).expect("JSON");
    assert_eq!(answer["method"], "POST");
    assert_eq!(answer["path"], "/items?x=1");
    assert_eq!(answer["body"], r#"{"a":1}"#);
    assert_eq!(answer["header"], "t1");
    assert_eq!(answer["echo"], "••••");

    let asked = api.asked().len();
    for path in ["https://evil.example/", "//evil.example/", "/../x", "http://127.0.0.1:1/"] {
        assert_eq!(
            bench.run(&["request", "example", "GET", path, "--json"]).ends(2).error()["field"],
            "path"
        );
    }
    assert_eq!(api.asked().len(), asked, "nothing was sent");
    let words = bench.run(&["request", "example", "GET", "/me"]).ends(0);
    assert!(words.err.contains("200 in") && words.out.contains("/me"), "{words:?}");
    bench.assert_no_trace_of(&[KEY]);
}

#[test]
fn a_client_connects_for_itself_and_nobody_is_asked() {
    let provider = OpenIdProvider::start();
    let bench = Bench::with_vault();
    let file = bench.path().join("service.json");
    let service = json!({"name": "service", "auth_type": "oauth2", "client_id": SERVICE_BASIC,
        "client_secret": SECRET, "issuer": provider.issuer(), "enable_discovery": true,
        "scopes": ["openid", "api:read"], "params": {"auth_header": "client_secret_basic"}});
    let typed = json!({"name": "typed", "auth_type": "api_key"});
    fs::write(&file, json!([service, typed]).to_string()).expect("written");
    apply(&bench, file.to_str().expect("text"), &[]).ends(0);

    let connect = |profile: &'static str| {
        bench.run(&["profiles", "connect", profile, "--client-credentials", "--json"])
    };
    let card = connect("service").ends(0).json();
    assert_eq!(card["connection"]["grant"], "client");
    assert_eq!(card["connection"]["state"], "active");
    assert_eq!(card["connection"]["requested_scopes"], json!(["api:read"]));
    let renewed = bench.run(&["connections", "refresh", "service", "--json"]).ends(0);
    assert_eq!(renewed.json()["connection"]["state"], "active");

    let refused = connect("typed").ends(2).error();
    assert!(refused["remedy"].as_str().is_some_and(|told| told.contains("--client-credentials")));
    bench.assert_no_trace_of(&[SECRET]);
}

#[test]
fn a_profile_with_connections_is_removed_only_by_force() {
    let api = api();
    let bench = Bench::with_vault();
    let file = bench.path().join("example.json");
    fs::write(&file, profile(&api).to_string()).expect("written");
    apply(&bench, file.to_str().expect("text"), &[]).ends(0);
    let wrong = json!({ "api_key": "other" }).to_string();
    bench.run_with(&["profiles", "connect", "example", "--secrets-stdin"], &wrong).ends(0);
    assert_eq!(
        bench.run(&["request", "example", "GET", "/me", "--json"]).ends(5).json()["status"],
        401
    );
    let kept = bench.run(&["profiles", "remove", "example", "--json"]).ends(2);
    assert!(kept.error()["message"].as_str().is_some_and(|told| told.contains("1 connections")));
    let removed = bench.run(&["profiles", "remove", "example", "--force", "--json"]).ends(0).json();
    assert_eq!(removed, json!({ "removed": "example", "connections": 1 }));
    assert_eq!(bench.run(&["connections", "--json"]).ends(0).json()["connections"], json!([]));
}
