//! A refresh: joined, cancelled, ended by a lock.

use nexus_app::{App, AppEvent, Progress, RefreshOutcome};
use nexus_model::{AuditAction, AuditOutcome, ErrorCode, Failure, ProviderId, ResourceKey};
use nexus_testkit::{Effect, Gateway, Match};
use tokio::sync::broadcast::Receiver;
use tokio::task::JoinHandle;

use crate::bench::{Bench, add, by_keyring, peer, so_far, until};

const SLOW: &str = "us-east-1";

fn listing() -> Match {
    Match::any().action("DescribeInstances")
}

async fn count(app: &App) -> usize {
    app.machines(None).await.expect("machines").len()
}

/// Until all regions but one have answered.
async fn until_seven(events: &mut Receiver<AppEvent>) -> Vec<AppEvent> {
    until(events, |event| {
        matches!(event, AppEvent::RefreshProgress { progress: Some(now), .. } if now.regions_done == 7)
    })
    .await
}

/// Starts a listing that hangs in one region. Its outcome is asked from the task that started it:
/// whoever joins later may come after its end and start another.
async fn hanging(
    app: &App,
    id: ProviderId,
    gateway: &Gateway,
    events: &mut Receiver<AppEvent>,
) -> JoinHandle<Result<RefreshOutcome, Failure>> {
    gateway.rule(listing().region(SLOW), Effect::Stall);
    so_far(events);
    let asking = app.clone();
    let listing = tokio::spawn(async move { asking.refresh(id).await });
    until_seven(events).await;
    listing
}

#[tokio::test(flavor = "multi_thread")]
async fn all_who_ask_at_once_share_one_listing() {
    let (_fleet, gateway) = peer(800);
    let bench = Bench::open().await;
    let app = &bench.app;
    let id = add(app, "Production", &gateway).await.provider.id;
    gateway.reset();
    let mut events = app.events();
    let (one, other) = tokio::join!(app.refresh(id), app.refresh(id));
    let outcome = one.expect("listed");
    assert_eq!(Ok(&outcome), other.as_ref());
    assert!(outcome.complete && outcome.answered && !outcome.cancelled);
    assert_eq!((outcome.resources, outcome.failures.len()), (800, 0));
    assert_eq!(gateway.count(&Match::any().action("DescribeRegions")), 1);
    assert_eq!(gateway.count(&listing()), 8);

    let told = so_far(&mut events);
    let mut steps: Vec<Option<Progress>> = Vec::new();
    let mut arrived = 0;
    for event in &told {
        match event {
            AppEvent::RefreshProgress { provider, progress } if *provider == id => {
                steps.push(*progress);
            }
            AppEvent::ResourcesListed { provider, resources } if *provider == id => {
                arrived += resources.len();
            }
            _ => {}
        }
    }
    let step = |regions_done| Some(Progress { regions_done, regions_total: Some(8) });
    let expected: Vec<_> = (0..=8).map(step).chain([None]).collect();
    assert_eq!(steps, expected);
    assert_eq!(arrived, 800);
    let [.., AppEvent::ProvidersChanged { providers }, _] = &told[..] else { panic!("{told:?}") };
    let card = &providers[0];
    assert_eq!(card.counts.0.values().sum::<u32>(), 800);
    assert!(card.freshness.complete && card.freshness.listed_at.is_some());
    assert_eq!(card.refreshing, None);

    let restarted = bench.another_app();
    restarted.unlock_vault(by_keyring()).await.expect("it opens");
    assert_eq!(count(&restarted).await, 800);
    let document =
        restarted.resource_document(id, SLOW, &ResourceKey::machine("i-00000000000000000")).await;
    assert!(document.expect("there").contains("i-00000000000000000"));
    let nothing = restarted
        .resource_document(id, SLOW, &ResourceKey::machine("i-never"))
        .await
        .expect_err("nothing");
    assert_eq!(nothing.code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_listing_keeps_what_arrived_and_passes_for_no_more() {
    let (_fleet, gateway) = peer(80);
    let bench = Bench::open().await;
    let app = &bench.app;
    let id = add(app, "Production", &gateway).await.provider.id;
    let mut events = app.events();
    let listing = hanging(app, id, &gateway, &mut events).await;
    let card = &app.providers().await.expect("the list")[0];
    let seven = Progress { regions_done: 7, regions_total: Some(8) };
    assert_eq!(card.refreshing, Some(seven));
    app.cancel_refresh(Some(id)).await;
    let outcome = listing.await.expect("it ends").expect("an outcome");
    assert!(outcome.cancelled && outcome.answered && !outcome.complete, "{outcome:?}");
    assert_eq!(outcome.resources, 70);

    // The region that never answered keeps the first listing from passing for a whole one.
    let card = &app.providers().await.expect("the list")[0];
    assert_eq!((card.refreshing, card.freshness.listed_at), (None, None));
    assert!(!card.freshness.complete);
    let failure = &card.freshness.failures[0];
    assert_eq!((failure.code, failure.region.as_deref()), (ErrorCode::Cancelled, Some(SLOW)));
    assert_eq!(count(&bench.app).await, 70);
    assert_eq!(card.provider.health.failure, None, "the person is no fault of the credential");

    gateway.reset();
    assert!(app.refresh(id).await.expect("listed").complete);
    let whole = app.providers().await.expect("the list")[0].freshness.clone();
    let listing = hanging(app, id, &gateway, &mut events).await;
    app.cancel_refresh(None).await;
    assert!(listing.await.expect("it ends").expect("an outcome").cancelled);
    let card = &app.providers().await.expect("the list")[0];
    assert!(card.freshness.complete, "the region is as good as it was");
    assert_eq!(card.freshness.failures, whole.failures);
    assert_eq!(count(app).await, 80);
    app.cancel_refresh(Some(id)).await;
    assert!(app.verify_vault().await.expect("a report").findings.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_ends_the_listing_and_nothing_is_told_after_it() {
    let (_fleet, gateway) = peer(80);
    let bench = Bench::open().await;
    let app = &bench.app;
    let id = add(app, "Production", &gateway).await.provider.id;
    let mut events = app.events();
    let listing = hanging(app, id, &gateway, &mut events).await;
    app.lock_vault("by the person").await.expect("it locks");
    assert!(listing.await.expect("it ends").expect("an outcome").cancelled);
    assert_eq!(app.refresh(id).await.expect_err("locked").code, ErrorCode::Locked);
    assert_eq!(app.start_refresh(None).await.expect_err("locked").code, ErrorCode::Locked);
    let told = so_far(&mut events);
    assert!(matches!(told.last(), Some(AppEvent::VaultChanged { .. })), "{told:?}");

    app.unlock_vault(by_keyring()).await.expect("it opens");
    assert_eq!(count(app).await, 70);
    let log = app.activity(None, 10).await.expect("the log");
    let listed = log.iter().find(|entry| entry.event.action == AuditAction::InventoryRefresh);
    assert_eq!(listed.expect("it is noted").event.outcome, AuditOutcome::Failed);
}

#[tokio::test(flavor = "multi_thread")]
async fn refreshes_that_race_with_a_lock_leave_the_vault_whole() {
    let (_fleet, gateway) = peer(80);
    let bench = Bench::open().await;
    let app = &bench.app;
    let id = add(app, "Production", &gateway).await.provider.id;
    for _ in 0..6 {
        let mut events = app.events();
        let refreshing = (0..4).map(|_| {
            tokio::spawn({
                let app = app.clone();
                async move { app.refresh(id).await.map(|outcome| outcome.resources) }
            })
        });
        let refreshing: Vec<_> = refreshing.collect();
        tokio::task::yield_now().await;
        app.lock_vault("by the person").await.expect("it locks");
        for ended in futures::future::join_all(refreshing).await {
            if let Err(failure) = ended.expect("no panic") {
                assert_eq!(failure.code, ErrorCode::Locked, "{failure:?}");
            }
        }
        let told = so_far(&mut events);
        assert!(matches!(told.last(), Some(AppEvent::VaultChanged { .. })), "{told:?}");
        app.unlock_vault(by_keyring()).await.expect("it opens");
    }
    assert!(app.refresh(id).await.expect("listed").complete);
    assert_eq!(count(app).await, 80);
    assert!(app.verify_vault().await.expect("a report").findings.is_empty());
}
