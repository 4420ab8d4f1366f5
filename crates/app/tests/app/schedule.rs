//! Credentials are checked again from time to time.

use std::time::Duration;

use nexus_app::AppEvent;
use nexus_model::{AuditAction, HealthStatus, Settings};
use nexus_testkit::{Effect, Match, aws_error};

use crate::bench::{Bench, add, by_keyring, peer, so_far, until};

/// A minute, so short that a test sees many.
const MINUTE: Duration = Duration::from_millis(20);

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_that_stops_working_is_told_once_and_never_asked_about_while_locked() {
    let (_fleet, gateway) = peer(8);
    let bench = Bench::open().await;
    let app = &bench.app;
    let settings = Settings { health_check_minutes: Some(1), ..Settings::default() };
    app.set_settings(settings.clone()).await.expect("kept");
    let id = add(app, "Production", &gateway).await.provider.id;
    let checks = Match::any().service("sts");
    let mut events = app.events();
    let keeper = app.clone();
    let checking = tokio::spawn(async move { keeper.keep_checking(MINUTE).await });

    let refusal = aws_error::sts(403, "InvalidClientTokenId", "The security token is invalid.");
    gateway.rule(checks.clone(), Effect::Answer(refusal));
    let needed = |event: &AppEvent| matches!(event, AppEvent::ReconnectNeeded { .. });
    let told = until(&mut events, needed).await;
    let Some(AppEvent::ReconnectNeeded { provider, name, .. }) = told.last() else {
        panic!("{told:?}");
    };
    assert_eq!((*provider, name.as_str()), (id, "Production"));

    // Many checks later it was told no second time, and the log has one entry of it.
    let mut asked = gateway.count(&checks);
    let enough = asked + 5;
    while asked < enough {
        until(&mut events, |event| matches!(event, AppEvent::ProvidersChanged { .. })).await;
        assert!(!so_far(&mut events).iter().any(needed));
        asked = gateway.count(&checks);
    }
    let log = app.activity(None, 100).await.expect("the log");
    let entries = log.iter().filter(|entry| entry.event.action == AuditAction::ProviderCheck);
    assert_eq!(entries.count(), 2, "added and checked; then refused");
    let card = app.providers().await.expect("the list").remove(0);
    assert_eq!(card.provider.health.status, HealthStatus::Reconnect);

    app.lock_vault("for the test").await.expect("locked");
    until(&mut events, |event| matches!(event, AppEvent::VaultChanged { .. })).await;
    let asked = gateway.count(&checks);
    // That nothing happens can only be seen by giving it time to.
    tokio::time::sleep(MINUTE * 20).await;
    // One that was on its way when the vault was locked may still arrive.
    assert!(gateway.count(&checks) <= asked + 1, "nobody is asked while it is locked");

    app.unlock_vault(by_keyring()).await.expect("it opens");
    gateway.reset();
    until(&mut events, |event| match event {
        AppEvent::ProvidersChanged { providers } => {
            providers.iter().all(|card| card.provider.health.status == HealthStatus::Healthy)
        }
        _ => false,
    })
    .await;
    checking.abort();
}
