//! What the conformance suite's one account does not show.

use nexus_http::Patience;
use nexus_model::{Account, CloudId, Endpoint, ErrorCode, Machine, OsFamily, ProviderId, Secret};
use nexus_testkit::Rest;
use nexus_testkit::http::{Request, Response};
use tokio::sync::mpsc;

use super::Ovh;
use crate::{Cloud, ListingSink, Tools};

const PASSWORD: &str = "Xq7mK2vR9tLp";

fn account(url: &str) -> Account {
    let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("ovh"),
        auth: "oauth2".into(),
        endpoint: Some(Endpoint::parse(url).expect("an endpoint")),
        fields: [("region", "CA"), ("client_id", "0f0f0f0f0f0f0f0f")].map(owned).into(),
        secrets: [("client_secret".to_owned(), Secret::new("s3cret-0123456789"))].into(),
    }
}

/// Serves the fixtures, but not what `is_denied`.
fn peer(is_denied: fn(&str) -> bool) -> Rest {
    Rest::start(move |request: &Request| {
        let path = request.path_only();
        let (status, body) = match path {
            _ if is_denied(path) => (403, include_str!("fixtures/forbidden.json")),
            "/auth/oauth2/token" => (200, include_str!("fixtures/token.json")),
            "/1.0/cloud/project" => (200, r#"["0a1b2c3d4e5f60718293a4b5c6d7e8f9"]"#),
            _ if path.ends_with("/instance") => (200, include_str!("fixtures/instances.json")),
            _ if path.ends_with("/flavor") => (200, include_str!("fixtures/flavors.json")),
            _ => (200, include_str!("fixtures/images.json")),
        };
        Response::new(status, "application/json", body)
    })
}

async fn machines(ovh: &Ovh, account: &Account) -> Vec<(Machine, String)> {
    let (sink, mut pieces) = mpsc::channel(64);
    ovh.list(account, &ListingSink::new(sink)).await.expect("listed");
    let mut machines = Vec::new();
    while let Some(piece) = pieces.recv().await {
        if let crate::Listing::Page { resources, .. } = piece {
            for (resource, document) in resources {
                machines.push((resource.as_machine().expect("a machine").clone(), document));
            }
        }
    }
    machines
}

#[tokio::test]
async fn a_token_is_fetched_once_and_kept() {
    let peer = peer(|_| false);
    let (ovh, account) = (Ovh::new(&Tools::new(Patience::default())), account(&peer.url()));
    machines(&ovh, &account).await;
    machines(&ovh, &account).await;
    let asked = peer.asked();
    let tokens: Vec<_> = asked.iter().filter(|one| one.path == "/auth/oauth2/token").collect();
    assert_eq!(tokens.len(), 1);
    let form = "grant_type=client_credentials&client_id=0f0f0f0f0f0f0f0f&client_secret=s3cret-0123456789&scope=all";
    assert_eq!(String::from_utf8_lossy(&tokens[0].body), form);
    let others = asked.iter().filter(|one| one.path.starts_with("/1.0/"));
    assert!(others.clone().all(|one| one.header("authorization") == Some("Bearer your-api-token")));
    assert_eq!(others.count(), 8);
}

#[tokio::test]
async fn flavors_and_images_are_joined_by_their_ids() {
    let peer = peer(|_| false);
    let ovh = Ovh::new(&Tools::new(Patience::default()));
    let machines = machines(&ovh, &account(&peer.url())).await;
    let (first, _) = &machines[0];
    assert_eq!((first.instance_type.as_str(), first.vcpus), ("b2-7", Some(2)));
    assert_eq!((first.memory_mib, first.os), (Some(7000), OsFamily::Linux));
    assert_eq!(first.image.as_deref(), Some("Ubuntu 24.04"));
    assert_eq!((first.region.as_str(), first.zone.as_deref()), ("GRA9", None));
    let (second, document) = &machines[1];
    assert_eq!((second.instance_type.as_str(), second.vcpus), ("win-b2-7", Some(2)));
    assert_eq!((second.memory_mib, second.os), (Some(7168), OsFamily::Windows));
    assert_eq!(second.zone.as_deref(), Some("eu-west-par-a"));
    assert!(!document.contains(PASSWORD), "{document}");
}

#[tokio::test]
async fn instances_are_listed_without_the_right_to_read_flavors() {
    let peer = peer(|path| path.ends_with("/flavor") || path.ends_with("/image"));
    let ovh = Ovh::new(&Tools::new(Patience::default()));
    let machines = machines(&ovh, &account(&peer.url())).await;
    let (first, _) = &machines[0];
    assert_eq!((first.instance_type.as_str(), first.vcpus), ("b2-7", None), "by the plan");
}

#[tokio::test]
async fn a_region_that_is_none_is_sent_nowhere() {
    let peer = peer(|_| false);
    let mut account = account(&peer.url());
    account.fields.insert("region".into(), "APAC".into());
    let ovh = Ovh::new(&Tools::new(Patience::default()));
    let failure = ovh.check(&account).await.expect_err("no region");
    assert_eq!((failure.code, failure.field.as_deref()), (ErrorCode::InvalidInput, Some("region")));
    assert!(peer.asked().is_empty());
}
