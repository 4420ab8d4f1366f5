//! What a listing takes away and what it leaves.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nexus_app::{App, AppEvent, NewProvider};
use nexus_model::{
    AuditAction, AuditOutcome, CloudId, ErrorCode, HealthStatus, Machine, ResourceKey, Timestamp,
};
use nexus_testkit::http::Response;
use nexus_testkit::{Effect, Match, Rest, aws_error, fleet};

use crate::bench::{Bench, add, fields, new_provider, peer, secrets, so_far};
use crate::replies;

const REGION: &str = "eu-west-1";

fn here() -> Match {
    Match::any().action("DescribeInstances").region(REGION)
}

async fn machines(app: &App) -> Vec<Machine> {
    app.machines(None).await.expect("machines")
}

async fn ids(app: &App, region: &str) -> BTreeSet<String> {
    let machines = machines(app).await.into_iter();
    machines.filter(|machine| machine.region == region).map(|machine| machine.id).collect()
}

/// Machines told to be gone, by region.
fn removed(events: Vec<AppEvent>) -> Vec<(String, BTreeSet<String>)> {
    let of = |event| match event {
        AppEvent::ResourcesRemoved { region, keys, .. } => {
            Some((region, keys.into_iter().map(|key| key.id).collect()))
        }
        _ => None,
    };
    events.into_iter().filter_map(of).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_that_fails_keeps_its_machines_and_their_documents() {
    let (_fleet, gateway) = peer(80);
    let bench = Bench::open().await;
    let app = &bench.app;
    let id = add(app, "Production", &gateway).await.provider.id;
    app.refresh(id).await.expect("listed");
    let listed = Timestamp::now();
    let before = ids(app, REGION).await;
    let card = app.providers().await.expect("the list").remove(0);
    assert_eq!(before.len(), 10);

    let mut events = app.events();
    gateway.rule(here(), Effect::Answer(aws_error::unauthorized()));
    let outcome = app.refresh(id).await.expect("listed");
    assert!(outcome.answered && !outcome.complete);
    assert_eq!((outcome.resources, outcome.failures.len()), (80, 1));
    let failure = &outcome.failures[0];
    assert_eq!(failure.code, ErrorCode::PermissionDenied);
    assert_eq!(failure.region.as_deref(), Some(REGION));
    assert_eq!(ids(app, REGION).await, before);
    for machine in &before {
        let document =
            app.resource_document(id, REGION, &ResourceKey::machine(machine)).await.expect("kept");
        assert!(document.contains(machine), "{document}");
    }
    let stale = app.providers().await.expect("the list").remove(0).freshness;
    assert!(!stale.complete);
    assert_eq!(stale.failures, outcome.failures);
    // The region that failed is the oldest by now; each has its own second of the first listing.
    let of_the_first = card.freshness.listed_at.expect("listed")..=listed;
    assert!(of_the_first.contains(&stale.listed_at.expect("listed")), "as its oldest region");

    // A page arrives and the region fails after it: what is new comes, nothing goes.
    gateway.rule(here(), Effect::Answer(replies::page_without_end(&["i-0new"])));
    let outcome = app.refresh(id).await.expect("listed");
    assert_eq!((outcome.resources, outcome.failures[0].code), (81, ErrorCode::BadResponse));
    let mut with_new = before.clone();
    with_new.insert("i-0new".into());
    assert_eq!(ids(app, REGION).await, with_new);
    for machine in &with_new {
        let document =
            app.resource_document(id, REGION, &ResourceKey::machine(machine)).await.expect("there");
        assert!(document.contains(machine), "{document}");
    }

    // And a listing that does not even get the regions takes nothing away.
    gateway.rule(Match::any().action("DescribeRegions"), Effect::Drop);
    let outcome = app.refresh(id).await.expect("listed");
    assert!(!outcome.answered && !outcome.complete && !outcome.cancelled);
    assert_eq!((outcome.resources, outcome.failures[0].code), (81, ErrorCode::UnreachableRefused));
    assert_eq!(machines(app).await.len(), 81);
    assert_eq!(removed(so_far(&mut events)), []);
    let health = app.providers().await.expect("the list").remove(0).provider.health;
    assert_eq!(health.status, HealthStatus::Failing);
    let log = app.activity(None, 10).await.expect("the log");
    let entries =
        log.into_iter().filter(|entry| entry.event.action == AuditAction::InventoryRefresh);
    let noted: Vec<_> = entries.map(|entry| (entry.event.outcome, entry.event.detail)).collect();
    assert_eq!(noted[0].0, AuditOutcome::Failed);
    assert_eq!(noted[1], (AuditOutcome::Done, "81 resources known, 1 region failed.".into()));
    assert_eq!(noted[3], (AuditOutcome::Done, "80 resources listed.".into()));
    assert!(app.verify_vault().await.expect("a report").findings.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_and_regions_go_with_a_complete_listing() {
    let (_fleet, gateway) = peer(80);
    let bench = Bench::open().await;
    let app = &bench.app;
    let id = add(app, "Production", &gateway).await.provider.id;
    app.refresh(id).await.expect("listed");
    let before = ids(app, REGION).await;
    let kept = before.first().expect("ten").clone();
    let mut events = app.events();

    gateway.rule(here(), Effect::Answer(replies::page(&[&kept, "i-0new"])));
    let outcome = app.refresh(id).await.expect("listed");
    assert!(outcome.complete);
    assert_eq!(outcome.resources, 72);
    let mut gone = before.clone();
    gone.remove(&kept);
    assert_eq!(removed(so_far(&mut events)), [(REGION.to_owned(), gone.clone())]);
    assert_eq!(ids(app, REGION).await, BTreeSet::from([kept.clone(), "i-0new".into()]));
    for machine in &gone {
        let document = app
            .resource_document(id, REGION, &ResourceKey::machine(machine))
            .await
            .expect_err("gone");
        assert_eq!(document.code, ErrorCode::NotFound);
    }

    // The region is switched off for the account: it goes with all that was in it.
    let others: Vec<_> = fleet::REGIONS.into_iter().filter(|name| *name != REGION).collect();
    let without = Effect::Answer(replies::regions(&others));
    gateway.rule(Match::any().action("DescribeRegions"), without);
    let outcome = app.refresh(id).await.expect("listed");
    assert!(outcome.complete);
    assert_eq!(outcome.resources, 70);
    let rest = BTreeSet::from([kept, "i-0new".into()]);
    assert_eq!(removed(so_far(&mut events)), [(REGION.to_owned(), rest)]);
    assert!(ids(app, REGION).await.is_empty());
    let card = app.providers().await.expect("the list").remove(0);
    assert!(card.freshness.complete);
    assert_eq!(card.counts.0.values().sum::<u32>(), 70);
    assert!(app.verify_vault().await.expect("a report").findings.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listing_that_no_region_answers_is_noted_as_failed() {
    let (_fleet, gateway) = peer(80);
    let bench = Bench::open().await;
    let app = &bench.app;
    let id = add(app, "Production", &gateway).await.provider.id;
    let all = Match::any().action("DescribeInstances");
    gateway.rule(all, Effect::Answer(aws_error::unauthorized()));
    let outcome = app.refresh(id).await.expect("listed");
    assert!(!outcome.answered && !outcome.complete && !outcome.cancelled);
    assert_eq!(outcome.failures.len(), fleet::REGIONS.len());
    let last = app.activity(None, 1).await.expect("the log").remove(0).event;
    assert_eq!((last.action, last.outcome), (AuditAction::InventoryRefresh, AuditOutcome::Failed));
    assert_eq!(last.detail, outcome.failures[0].message);
    let card = app.providers().await.expect("the list").remove(0);
    assert_eq!(card.freshness.listed_at, None);
    assert_eq!(card.freshness.failures.len(), fleet::REGIONS.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_that_are_listed_all_at_once_go_by_their_own_regions() {
    let bench = Bench::open().await;
    let app = &bench.app;
    let left = Arc::new(AtomicUsize::new(3));
    let held = Arc::clone(&left);
    let peer = Rest::start(move |_| {
        let server = |id| {
            let region = if id == 1 { "fsn1" } else { "hel1" };
            format!(r#"{{"id": {id}, "location": {{"name": "{region}"}}}}"#)
        };
        let servers: Vec<_> = (1..=held.load(Ordering::SeqCst)).map(server).collect();
        let meta = r#"{"pagination": {"next_page": null}}"#;
        let body = format!(r#"{{"servers": [{}], "meta": {meta}}}"#, servers.join(","));
        Response::new(200, "application/json", body)
    });
    let new = NewProvider {
        cloud: CloudId::new("hetzner"),
        auth: "token".into(),
        fields: fields(&[]),
        secrets: secrets(&[("token", &"t0ken678".repeat(8))]),
        ..new_provider("Hetzner", &peer.url())
    };
    let id = app.add_provider(new).await.expect("it is kept").provider.id;
    assert!(app.refresh(id).await.expect("listed").complete);
    assert_eq!(ids(app, "hel1").await, BTreeSet::from(["2".to_owned(), "3".to_owned()]));
    let document =
        app.resource_document(id, "hel1", &ResourceKey::machine("3")).await.expect("there");
    assert_eq!(document, r#"{"id": 3, "location": {"name": "hel1"}}"#);
    let elsewhere =
        app.resource_document(id, "fsn1", &ResourceKey::machine("3")).await.expect_err("not there");
    assert_eq!(elsewhere.code, ErrorCode::NotFound);

    left.store(1, Ordering::SeqCst);
    let mut events = app.events();
    assert!(app.refresh(id).await.expect("listed").complete);
    let gone = BTreeSet::from(["2".to_owned(), "3".to_owned()]);
    assert_eq!(removed(so_far(&mut events)), [("hel1".to_owned(), gone)]);
    assert_eq!(machines(app).await.len(), 1);
}
