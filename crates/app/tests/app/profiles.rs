//! Profiles, their connections, and requests by them.

use nexus_app::{Profile, ProfileChanges, ProfileFile, ProfileRequest};
use nexus_model::{AuditAction, ErrorCode, Secret};
use nexus_testkit::Rest;
use nexus_testkit::http::Response;
use serde_json::json;

use crate::bench::{Bench, fields, secrets};

const KEY: &str = "key-5eCRET/app+profiles=";

fn api() -> Rest {
    Rest::start(|request| {
        let body = json!({"path": request.path, "access_token": "fresh", "echo": request.header("x-api-key")});
        Response::new(200, "application/json", body.to_string())
    })
}

fn file(text: impl ToString) -> ProfileFile {
    ProfileFile { name: "a.json".into(), text: Secret::new(text.to_string()) }
}

fn github() -> serde_json::Value {
    json!({"name": "github", "auth_type": "oauth2", "client_id": "id", "client_secret": "one",
        "auth_url": "https://github.com/a", "token_url": "https://github.com/t", "scopes": ["repo"]})
}

fn keyed(api: &Rest) -> serde_json::Value {
    json!({"name": "example", "auth_type": "api_key", "api_base_url": api.url(),
        "user_info_endpoint": "/me", "params": {"header_name": "X-API-Key"}})
}

#[tokio::test]
async fn one_field_is_patched_and_all_else_stays() {
    let bench = Bench::open().await;
    let applied = bench.app.apply_profiles(&[file(github())]).await.expect("applied");
    assert_eq!((applied.created, applied.changed, applied.unchanged), (1, 0, 0));
    let card = bench.app.profiles().await.expect("a list").remove(0);
    assert!(card.has_client_secret);
    assert_eq!(card.redirect_uri.as_deref(), Some("http://127.0.0.1:27183/"));
    let changes = ProfileChanges(json!({"scopes": ["repo", "gist"], "client_secret": "two"}));
    let patched = bench.app.patch_profile(card.id, changes, secrets(&[])).await.expect("patched");
    assert_eq!(patched.id, card.id);
    assert_eq!(patched.profile.scopes, ["repo", "gist"]);
    assert_eq!(patched.profile.auth_url, card.profile.auth_url);
    let entry = bench.app.activity(None, 1).await.expect("a log").remove(0);
    assert_eq!(entry.event.action, AuditAction::ProfileChange);
    assert_eq!(entry.event.detail, "Changed: scopes, client_secret.");
    let again = json!({"name": "github", "auth_type": "oauth2", "client_id": "id", "client_secret": "two",
        "auth_url": "https://github.com/a", "token_url": "https://github.com/t", "scopes": ["repo", "gist"]});
    let plan = bench.app.plan_profiles(&[file(again)]).await.expect("a plan");
    assert!(plan[0].differences.is_empty(), "{plan:?}");
}

#[tokio::test]
async fn saving_checks_the_profile_and_keeps_its_name_to_itself() {
    let bench = Bench::open().await;
    bench.app.apply_profiles(&[file(github())]).await.expect("applied");
    let mut profile: Profile = bench.app.profiles().await.expect("a list").remove(0).profile;
    let taken = bench.app.save_profile(None, profile.clone(), secrets(&[])).await;
    assert_eq!(taken.expect_err("taken").code, ErrorCode::NameTaken);
    profile.name = "other".into();
    let unknown =
        bench.app.save_profile(None, profile.clone(), secrets(&[("password", "x")])).await;
    assert_eq!(unknown.expect_err("unknown").field.as_deref(), Some("password"));
    profile.token_url = Some("http://github.com/t".into());
    let failure = bench.app.save_profile(None, profile, secrets(&[])).await.expect_err("refused");
    assert_eq!(failure.field.as_deref(), Some("token_url"));
}

#[tokio::test]
async fn a_request_carries_the_credential_and_its_answer_hides_it() {
    let (bench, api) = (Bench::open().await, api());
    bench.app.apply_profiles(&[file(keyed(&api))]).await.expect("applied");
    let id = bench.app.profiles().await.expect("a list").remove(0).id;
    let shown = bench.app.connect_profile(id, "", secrets(&[]), &fields(&[("api_key", KEY)])).await;
    assert_eq!(shown.expect_err("in clear").field.as_deref(), Some("api_key"));
    let missing = bench.app.connect_profile(id, "", secrets(&[]), &fields(&[])).await;
    assert_eq!(missing.expect_err("missing").field.as_deref(), Some("api_key"));
    let card = bench.app.connect_profile(id, "", secrets(&[("api_key", KEY)]), &fields(&[])).await;
    let connection = card.expect("connected").connection.id;

    let reply = bench.app.verify_profile(connection, None).await.expect("an answer");
    assert_eq!((reply.status, reply.url), (200, format!("{}/me", api.url())));
    assert!(!reply.body.contains(KEY) && !reply.body.contains("fresh"), "{}", reply.body);
    assert_eq!(api.asked()[0].header("x-api-key"), Some(KEY));
    let away = ProfileRequest {
        method: "GET".into(),
        path: "https://evil.example/".into(),
        headers: Vec::new(),
        body: None,
    };
    let failure = bench.app.send_request(connection, &away).await.expect_err("refused");
    assert_eq!(failure.field.as_deref(), Some("path"));
    assert_eq!(api.asked().len(), 1);
    let entry = bench.app.activity(None, 1).await.expect("a log").remove(0);
    assert_eq!(entry.event.action, AuditAction::ProfileRequest);

    assert_eq!(bench.app.profiles().await.expect("a list")[0].connections.len(), 1);
    assert_eq!(bench.app.remove_profile(id).await.expect("removed"), 1);
    assert!(bench.app.connections().await.expect("a list").is_empty());
    let entry = bench.app.activity(None, 1).await.expect("a log").remove(0);
    assert_eq!(entry.event.action, AuditAction::ProfileRemove);
}

#[tokio::test]
async fn a_typed_field_called_access_token_is_wiped_without_asking_any_server() {
    let (bench, api) = (Bench::open().await, api());
    let mut profile = keyed(&api);
    profile["params"]["credential_schema"] = json!({"type": "object", "required": ["access_token"],
        "properties": {"access_token": {"type": "string", "title": "Access token"}}});
    bench.app.apply_profiles(&[file(profile)]).await.expect("applied");
    let id = bench.app.profiles().await.expect("a list").remove(0).id;
    let typed = secrets(&[("access_token", KEY)]);
    let card = bench.app.connect_profile(id, "", typed, &fields(&[])).await.expect("connected");
    let ended = bench.app.disconnect(card.connection.id, false).await.expect("ended");
    assert!(!ended.revoked && ended.failure.is_none(), "{ended:?}");
    assert!(bench.app.connections().await.expect("a list").is_empty());
}

#[tokio::test]
async fn one_wrong_file_leaves_the_vault_as_it_was() {
    let bench = Bench::open().await;
    let files =
        [file(github()), ProfileFile { name: "b.yaml".into(), text: Secret::new("name: b") }];
    let failure = bench.app.apply_profiles(&files).await.expect_err("refused");
    assert!(failure.message.starts_with("b.yaml: "), "{failure}");
    assert!(bench.app.profiles().await.expect("a list").is_empty());
}
