//! Providers: kept, ordered, pinned, edited, removed.

use nexus_app::{App, AppEvent, ProviderEdit};
use nexus_model::{ErrorCode, Health, HealthStatus, ProviderId, ResourceKey};
use nexus_testkit::{Effect, Match, aws_error};

use crate::bench::{ACCESS_KEY, Bench, add, fields, peer, so_far};

async fn names(app: &App) -> Vec<String> {
    let cards = app.providers().await.expect("the list");
    cards.into_iter().map(|card| card.provider.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_is_first_until_the_person_orders_them() {
    let (_fleet, gateway) = peer(8);
    let bench = Bench::open().await;
    let app = &bench.app;
    let mut ids = Vec::new();
    for name in ["one", "two", "three"] {
        ids.push(add(app, name, &gateway).await.provider.id);
    }
    assert_eq!(names(app).await, ["three", "two", "one"]);
    app.pin_provider(ids[0], true).await.expect("pinned");
    assert_eq!(names(app).await, ["one", "three", "two"]);
    app.reorder_providers(&[ids[1], ids[2]]).await.expect("ordered");
    assert_eq!(names(app).await, ["one", "two", "three"]);
    app.pin_provider(ids[0], false).await.expect("no longer pinned");
    assert_eq!(names(app).await, ["two", "three", "one"]);
    let mut events = app.events();
    add(app, "four", &gateway).await;
    assert_eq!(names(app).await, ["four", "two", "three", "one"]);
    let told = so_far(&mut events);
    let Some(AppEvent::ProvidersChanged { providers }) = told.last() else {
        panic!("{told:?}");
    };
    assert_eq!(providers.len(), 4);

    let nobody = app.pin_provider(ProviderId::random(), true).await.expect_err("nobody");
    assert_eq!(nobody.code, ErrorCode::NotFound);
    assert_eq!(app.provider_named(" FOUR").await.expect("found").name, "four");
    let again = bench.another_app();
    again.unlock_vault(crate::bench::by_keyring()).await.expect("it opens");
    assert_eq!(names(&again).await, ["four", "two", "three", "one"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_credential_is_kept_and_says_why() {
    let (_fleet, mut gateway) = peer(8);
    let bench = Bench::open().await;
    let app = &bench.app;
    let refusal = aws_error::sts(403, "InvalidClientTokenId", "The security token is invalid.");
    gateway.rule(Match::any().service("sts"), Effect::Answer(refusal));
    let card = add(app, "Production", &gateway).await;
    let provider = card.provider;
    assert_eq!(provider.health.status, HealthStatus::Reconnect);
    assert!(provider.health.checked_at.is_some() && provider.identity.is_none());
    let failure = provider.health.failure.expect("it says why");
    assert_eq!(failure.code, ErrorCode::InvalidCredentials);
    assert_eq!(names(app).await, ["Production"]);

    gateway.reset();
    let card = app.check_provider(provider.id, None).await.expect("checked");
    assert_eq!(card.provider.health.status, HealthStatus::Healthy);
    let identity = card.provider.identity.clone().expect("somebody");
    assert_eq!(identity.account, "123456789012");

    // What was said of one place is not said of another.
    let elsewhere = ProviderEdit {
        name: "Renamed".into(),
        endpoint: Some("https://nexus.invalid".into()),
        fields: fields(&[("access_key", ACCESS_KEY)]),
    };
    let card = app.edit_provider(provider.id, elsewhere.clone()).await.expect("kept");
    assert_eq!(card.provider.health, Health::default());
    let back = ProviderEdit { endpoint: Some(gateway.url()), ..elsewhere };
    app.edit_provider(provider.id, back.clone()).await.expect("kept");
    app.check_provider(provider.id, None).await.expect("checked");
    let renamed = ProviderEdit { name: "Again".into(), ..back };
    let card = app.edit_provider(provider.id, renamed).await.expect("kept");
    assert_eq!(card.provider.health.status, HealthStatus::Healthy, "a name changes nothing");

    // A network that fails is no reason to reconnect.
    gateway.stop();
    let card = app.check_provider(provider.id, None).await.expect("checked");
    assert_eq!(card.provider.health.status, HealthStatus::Failing);
    assert_eq!(card.provider.identity, Some(identity), "who it was is still known");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_at_the_same_time_are_all_kept() {
    let (_fleet, gateway) = peer(8);
    let bench = Bench::open().await;
    let app = &bench.app;
    let id = add(app, "before", &gateway).await.provider.id;
    for round in 0..8 {
        let name = format!("round {round}");
        let fields = fields(&[("access_key", ACCESS_KEY)]);
        let edit = ProviderEdit { name: name.clone(), endpoint: Some(gateway.url()), fields };
        let (checked, edited, pinned, refreshed) = tokio::join!(
            app.check_provider(id, None),
            app.edit_provider(id, edit),
            app.pin_provider(id, round % 2 == 0),
            app.refresh(id),
        );
        checked.expect("checked");
        edited.expect("edited");
        pinned.expect("pinned");
        refreshed.expect("refreshed");
        let provider = app.provider_named(&name).await.expect("the new name");
        assert_eq!(provider.pinned, round % 2 == 0, "in round {round}");
        assert_eq!(provider.health.status, HealthStatus::Healthy);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_wipes_everything_but_the_history() {
    let (_fleet, gateway) = peer(80);
    let bench = Bench::open().await;
    let app = &bench.app;
    let id = add(app, "Production", &gateway).await.provider.id;
    add(app, "Staging", &gateway).await;
    app.refresh(id).await.expect("listed");
    assert_eq!(app.machines(None).await.expect("machines").len(), 80);

    let mut events = app.events();
    app.remove_provider(id).await.expect("removed");
    let told = so_far(&mut events);
    assert!(matches!(told[0], AppEvent::ProviderRemoved { provider } if provider == id));
    assert_eq!(names(app).await, ["Staging"]);
    assert!(app.machines(None).await.expect("machines").is_empty());
    let gone = app.refresh(id).await.expect_err("gone");
    assert_eq!(gone.code, ErrorCode::NotFound);
    let gone =
        app.resource_document(id, "us-east-1", &ResourceKey::machine("i-00000000000000000")).await;
    assert_eq!(gone.expect_err("gone").code, ErrorCode::NotFound);
    assert_eq!(app.remove_provider(id).await.expect_err("gone").code, ErrorCode::NotFound);
    assert!(app.verify_vault().await.expect("a report").findings.is_empty());
    let log = app.activity(None, 100).await.expect("the log");
    let of_it = log.iter().filter(|entry| entry.event.provider.as_deref() == Some("Production"));
    assert_eq!(of_it.count(), 4, "added, checked, listed, removed");
}
