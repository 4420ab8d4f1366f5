//! Accounts taken over from other tools' files, and what a form may leave out.

use std::collections::BTreeMap;
use std::fs;

use nexus_app::{ImportRequest, NewProvider};
use nexus_model::{CloudId, ErrorCode, HealthStatus};
use nexus_testkit::{Effect, Match};

use crate::bench::{Bench, fields, new_provider, peer, secrets};

const PASSWORD: &str = "0penstack-PASSWORD-of-a-file";

fn request(cloud: &str, import: &str, paths: &[(&str, &str)]) -> ImportRequest {
    let owned = |(id, path): &(&str, &str)| ((*id).to_owned(), (*path).to_owned());
    let paths: BTreeMap<_, _> = paths.iter().map(owned).collect();
    ImportRequest { cloud: CloudId::new(cloud), import: import.into(), paths }
}

#[tokio::test(flavor = "multi_thread")]
async fn clouds_of_a_file_become_providers_and_their_passwords_are_not_told() {
    let bench = Bench::open().await;
    let app = &bench.app;
    let file = bench.folder.path().join("clouds.yaml");
    let text = format!(
        "clouds:\n  lab:\n    auth:\n      auth_url: http://127.0.0.1:9/v3\n      \
         username: reader\n      password: {PASSWORD}\n      project_name: demo\n  \
         strange:\n    auth_type: v3oidcpassword\n    auth:\n      auth_url: http://127.0.0.1:9/v3\n"
    );
    fs::write(&file, text).expect("written");
    let path = file.to_str().expect("a plain path");
    let request = request("openstack", "clouds_yaml", &[("clouds", path)]);
    let found = app.import_candidates(&request).await.expect("read");
    let names: Vec<_> =
        found.iter().map(|one| (one.name.as_str(), one.problem.is_some())).collect();
    assert_eq!(names, [("lab", false), ("strange", true)]);
    assert!(!serde_json::to_string(&found).expect("JSON").contains(PASSWORD));

    let names = ["lab", "strange", "gone"].map(str::to_owned);
    let imported = app.import_providers(&request, &names).await.expect("imported");
    let card = imported[0].card.as_ref().expect("added");
    // Nobody answers there, but what was in the file is kept.
    assert_eq!(card.provider.fields["username"], "reader");
    assert_eq!(imported[1].failure, found[1].problem);
    assert_eq!(imported[2].failure.as_ref().expect("why").code, ErrorCode::InvalidInput);
    let again = app.import_providers(&request, &names[..1]).await.expect("read");
    assert_eq!(again[0].failure.as_ref().expect("why").code, ErrorCode::NameTaken);
    assert_eq!(app.providers().await.expect("the list").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_import_keeps_what_was_added_and_adds_no_more() {
    let (_fleet, gateway) = peer(8);
    gateway.rule(Match::any(), Effect::Stall);
    let bench = Bench::open().await;
    let app = bench.app.clone();
    let file = bench.folder.path().join("clouds.yaml");
    let cloud = |name: &str| {
        format!(
            "  {name}:\n    auth:\n      auth_url: {}/v3\n      username: reader\n      \
             password: {PASSWORD}\n      project_name: demo\n",
            gateway.url()
        )
    };
    fs::write(&file, format!("clouds:\n{}{}", cloud("first"), cloud("second"))).expect("written");
    let request = request("openstack", "clouds_yaml", &[("clouds", file.to_str().expect("plain"))]);
    let names = ["first", "second"].map(str::to_owned);
    let import = tokio::spawn(async move { app.import_providers(&request, &names).await });
    while gateway.count(&Match::any()) == 0 {
        tokio::task::yield_now().await;
    }
    bench.app.cancel_import();
    let imported = import.await.expect("it ends").expect("told");
    let kept = imported[0].card.as_ref().expect("it was written by then");
    assert_eq!(kept.provider.health.status, HealthStatus::Unchecked);
    let why = imported[1].failure.as_ref().expect("it was not begun");
    assert_eq!(why.code, ErrorCode::Cancelled);
    assert_eq!(bench.app.providers().await.expect("the list").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_told_by_name() {
    let bench = Bench::open().await;
    let app = &bench.app;
    let absent = request("openstack", "clouds_yaml", &[("clouds", "/nowhere/clouds.yaml")]);
    let failure = app.import_candidates(&absent).await.expect_err("not there");
    assert_eq!(failure.code, ErrorCode::InvalidInput);
    assert!(failure.message.contains("/nowhere/clouds.yaml"), "{}", failure.message);
    let folder = bench.folder.path().to_str().expect("a plain path").to_owned();
    let folder = request("openstack", "clouds_yaml", &[("clouds", &folder)]);
    let failure = app.import_candidates(&folder).await.expect_err("a folder");
    assert!(failure.message.contains("not a file"), "{}", failure.message);
    let unknown = request("openstack", "terraform", &[]);
    let failure = app.import_candidates(&unknown).await.expect_err("unknown");
    assert!(failure.remedy.contains("clouds_yaml"), "{}", failure.remedy);
    let none = request("hetzner", "anything", &[]);
    assert_eq!(app.import_candidates(&none).await.expect_err("none").code, ErrorCode::InvalidInput);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cloud_that_is_nowhere_without_an_endpoint_asks_for_it() {
    let bench = Bench::open().await;
    let store = NewProvider {
        cloud: CloudId::new("s3"),
        endpoint: None,
        ..new_provider("Store", "http://127.0.0.1:9")
    };
    let failure = bench.app.add_provider(store).await.expect_err("where?");
    assert_eq!(failure.field.as_deref(), Some("endpoint"));
    assert!(failure.remedy.contains("https://"), "{}", failure.remedy);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_external_id_is_made_for_each_role_and_stays() {
    let (_fleet, gateway) = peer(8);
    let bench = Bench::open().await;
    let app = &bench.app;
    let role = |name: &str| NewProvider {
        auth: "assume_role".into(),
        fields: fields(&[
            ("access_key", crate::bench::ACCESS_KEY),
            ("role_arn", "arn:aws:iam::123456789012:role/NexusReader"),
        ]),
        ..new_provider(name, &gateway.url())
    };
    let first = app.add_provider(role("one")).await.expect("kept").provider;
    let second = app.add_provider(role("two")).await.expect("kept").provider;
    let made = &first.fields["external_id"];
    assert_eq!(made.len(), 36, "a UUID");
    assert_ne!(*made, second.fields["external_id"]);
    let credential = nexus_app::Credential {
        fields: role("one").fields,
        secrets: secrets(&[("secret_key", "another-SECRET-of-16-or-more")]),
    };
    let rotated = app.rotate_credential(first.id, credential).await.expect("rotated").provider;
    assert_eq!(rotated.fields["external_id"], *made, "the role trusts it by now");
}
