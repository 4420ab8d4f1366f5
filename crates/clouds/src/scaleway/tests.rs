//! What the conformance suite's one account does not show.

use nexus_http::Patience;
use nexus_model::{Account, CloudId, Endpoint, ErrorCode, Failure, Identity, ProviderId, Secret};
use nexus_testkit::Rest;
use nexus_testkit::http::{Request, Response};
use tokio::sync::mpsc;

use super::{Scaleway, ZONES};
use crate::{Cloud, ListingSink, Tools};

const ORGANIZATION: &str = "11111111-1111-4111-8111-111111111111";
const PROJECT: &str = "22222222-2222-4222-8222-222222222222";
const KEY: &str = include_str!("fixtures/api_key.json");
const DENIED: &str = include_str!("fixtures/denied.json");

fn account(url: &str, fields: &[(&str, &str)]) -> Account {
    let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
    let access_key = ("access_key", "SCWXXXXXXXXXXXXXXXXX");
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("scaleway"),
        auth: "api_key".into(),
        endpoint: Some(Endpoint::parse(url).expect("an endpoint")),
        fields: [access_key].into_iter().chain(fields.iter().copied()).map(owned).collect(),
        secrets: [("secret_key".to_owned(), Secret::new(ORGANIZATION))].into(),
    }
}

fn scaleway() -> Scaleway {
    Scaleway::new(&Tools::new(Patience::default()))
}

/// Serves the fixtures; what `key` is depends on the test.
fn peer(key: &'static str, status: u16) -> Rest {
    Rest::start(move |request: &Request| {
        let path = request.path_only();
        let (status, body) = match path {
            _ if path.starts_with("/iam/") => (status, key),
            _ if path.ends_with("/fr-par-1/servers") => {
                (200, include_str!("fixtures/servers.json"))
            }
            _ if path.ends_with("/products/servers") => (200, include_str!("fixtures/types.json")),
            _ if path.starts_with("/ipam/") => (200, include_str!("fixtures/ips.json")),
            _ if path.starts_with("/account/") => (403, DENIED),
            _ => (200, r#"{"servers": []}"#),
        };
        Response::new(status, "application/json", body)
    })
}

async fn check(peer: &Rest, fields: &[(&str, &str)]) -> Result<Identity, Failure> {
    scaleway().check(&account(&peer.url(), fields)).await
}

#[tokio::test]
async fn a_key_that_may_not_read_itself_proves_itself_by_listing() {
    let peer = peer(DENIED, 403);
    let identity = check(&peer, &[]).await.expect("a key that may list");
    assert_eq!(identity.principal, "API key SCWXXXXXXXXXXXXXXXXX");
    let asked: Vec<_> = peer.asked().iter().map(|one| one.path_only().to_owned()).collect();
    assert_eq!(asked[1..], ["/instance/v1/zones/fr-par-1/servers"]);
}

#[tokio::test]
async fn the_project_stands_for_an_organization_that_may_not_be_read() {
    let identity = check(&peer(KEY, 200), &[]).await.expect("a key");
    assert_eq!(identity.account, "project 564aa517-68b0-4fd7-8c8c-d21c4bcdcbd5");
    assert_eq!(identity.principal, "application 531f5518-a0a5-44c2-b790-a9975505c89d");
    let peer = peer(KEY, 200);
    let identity = check(&peer, &[("organization_id", ORGANIZATION)]).await.expect("a key");
    assert_eq!((identity.account.as_str(), peer.asked().len()), (ORGANIZATION, 1));
}

#[tokio::test]
async fn a_refused_key_is_told_once() {
    let unknown = include_str!("fixtures/unknown_key.json");
    let peer = peer(unknown, 401);
    let (sink, _pieces) = mpsc::channel(64);
    let account = account(&peer.url(), &[]);
    let failure = scaleway().list(&account, &ListingSink::new(sink)).await.expect_err("refused");
    assert_eq!(failure.code, ErrorCode::InvalidCredentials);
    assert_eq!(peer.asked().len(), 1);
}

#[tokio::test]
async fn a_listing_is_narrowed_down_to_what_was_given() {
    let peer = peer(KEY, 200);
    let (sink, mut pieces) = mpsc::channel(64);
    let fields = [("organization_id", ORGANIZATION), ("project_id", PROJECT)];
    let account = account(&peer.url(), &fields);
    scaleway().list(&account, &ListingSink::new(sink)).await.expect("listed");
    let mut machines = Vec::new();
    while let Some(piece) = pieces.recv().await {
        if let crate::Listing::Page { resources, .. } = piece {
            machines.extend(resources);
        }
    }
    let asked = peer.asked();
    let lists = asked.iter().filter(|one| one.path.contains("/servers?per_page=100&page=1&"));
    let narrowed = |one: &&Request| {
        one.query("organization") == Some(ORGANIZATION) && one.query("project") == Some(PROJECT)
    };
    assert_eq!(lists.filter(narrowed).count(), ZONES.len());
    let ipam = asked.iter().find(|one| one.path.starts_with("/ipam/v1/regions/fr-par/ips?"));
    assert_eq!(ipam.and_then(|one| one.query("project_id")), Some(PROJECT));

    let machine = machines.first().and_then(|(resource, _)| resource.as_machine()).expect("one");
    assert_eq!((machine.region.as_str(), machine.zone.as_deref()), ("fr-par", Some("fr-par-1")));
    assert_eq!((machine.vcpus, machine.memory_mib), (Some(2), Some(2048)));
    let private: Vec<_> = machine.private_ips.iter().map(ToString::to_string).collect();
    assert_eq!(private, ["172.16.40.2", "fd6d:9b51:d4ce:a832:e05:4881:4a4b:de83"]);
}
