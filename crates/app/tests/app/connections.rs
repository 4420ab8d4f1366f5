//! How tokens are renewed, refused and given back.

use nexus_app::{App, AppEvent};
use nexus_model::{ConnectionId, ConnectionState, ErrorCode, HealthStatus, ProviderId};
use nexus_testkit::strict_oauth::{StrictOAuth, Trouble};

use crate::bench::{Bench, by_keyring, so_far, until};
use crate::played::{Played, bench, chosen, request, sign_in};

/// A connection with one provider whose token is due at every call.
async fn connected(server: &StrictOAuth) -> (Bench, ConnectionId, ProviderId) {
    server.live(0);
    let bench = bench(&Played::over(server)).await;
    let id = sign_in(&bench.app, &request()).await;
    let imported = bench.app.finish_sign_in(id, vec![chosen("red")]).await.expect("set up");
    let provider = imported[0].card.as_ref().expect("a provider").provider.id;
    (bench, id, provider)
}

async fn state(app: &App) -> ConnectionState {
    app.connections().await.expect("the list").remove(0).connection.state
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_callers_on_an_expired_token_cause_one_refresh() {
    let server = StrictOAuth::start();
    let (bench, _, provider) = connected(&server).await;
    server.live(3600);
    let before = server.refreshes();
    let calls = (0..100).map(|_| {
        let app = bench.app.clone();
        tokio::spawn(async move { app.test_stored_provider(provider, None).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.expect("it ends").expect("it is let in");
    }
    assert_eq!(server.refreshes() - before, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_cause_one_refresh() {
    let server = StrictOAuth::start();
    let (bench, _, provider) = connected(&server).await;
    let cloud = Played::over(&server);
    let other = bench.another_with(nexus_app::Registry::standard().and(cloud));
    other.unlock_vault(by_keyring()).await.expect("it opens");
    server.live(3600);
    let before = server.refreshes();
    let (one, two) = tokio::join!(
        bench.app.test_stored_provider(provider, None),
        other.test_stored_provider(provider, None)
    );
    one.and(two).expect("both are let in");
    assert_eq!(server.refreshes() - before, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_told_once_and_a_reconnect_keeps_the_providers() {
    let server = StrictOAuth::start();
    let (bench, id, provider) = connected(&server).await;
    let app = &bench.app;
    server.forget_refresh();
    let mut events = app.events();
    for _ in 0..3 {
        let card = app.check_provider(provider, None).await.expect("a result");
        assert_eq!(card.provider.health.status, HealthStatus::Reconnect);
    }
    let told = so_far(&mut events);
    let lost = told.iter().filter(|event| matches!(event, AppEvent::ConnectionLost { .. }));
    let again = told.iter().filter(|event| matches!(event, AppEvent::ReconnectNeeded { .. }));
    assert_eq!((lost.count(), again.count()), (1, 0));
    assert_eq!(state(app).await, ConnectionState::Attention);

    server.live(3600);
    let mut reconnect = request();
    (reconnect.connection, reconnect.fields) = (Some(id), [].into());
    assert_eq!(sign_in(app, &reconnect).await, id);
    assert_eq!(state(app).await, ConnectionState::Active);
    let card = app.check_provider(provider, None).await.expect("a result");
    assert_eq!(card.provider.health.status, HealthStatus::Healthy);
    assert_eq!((card.provider.id, card.provider.connection), (provider, Some(id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_of_the_server_or_the_network_is_tried_again_and_changes_nothing() {
    let server = StrictOAuth::start();
    let (bench, _, provider) = connected(&server).await;
    let app = &bench.app;
    // Met by the tries of one renewal: the last of them succeeds.
    server.trouble([Trouble::Status(503), Trouble::LostReply]);
    app.test_stored_provider(provider, None).await.expect("it is let in in the end");
    // More than one renewal tries.
    server.trouble(std::iter::repeat_n(Trouble::Status(500), 4));
    let failure = app.test_stored_provider(provider, None).await.expect_err("not now");
    assert_eq!(failure.code, ErrorCode::ProviderError);
    assert_eq!(state(app).await, ConnectionState::Active);
    app.test_stored_provider(provider, None).await.expect("later it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_the_cloud_refuses_ahead_of_its_time_is_renewed_once() {
    let server = StrictOAuth::start();
    let (bench, _, provider) = connected(&server).await;
    server.live(3600);
    let app = &bench.app;
    app.test_stored_provider(provider, None).await.expect("it is let in");
    let before = server.refreshes();
    server.forget_access();
    app.test_stored_provider(provider, None).await.expect("it is let in");
    assert_eq!(server.refreshes() - before, 1);
    server.forget_access();
    let outcome = app.refresh(provider).await.expect("listed");
    assert!(outcome.complete, "{outcome:?}");
    assert_eq!(server.refreshes() - before, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_revokes_and_wipes_or_does_neither() {
    let server = StrictOAuth::start();
    let (bench, id, provider) = connected(&server).await;
    let app = &bench.app;
    server.trouble_revocation(Some(Trouble::Status(503)));
    let failure = app.disconnect(id, false).await.expect_err("the server fails");
    assert_eq!(failure.code, ErrorCode::ProviderError);
    assert_eq!(state(app).await, ConnectionState::Active, "nothing is wiped");
    server.trouble_revocation(None);
    let outcome = app.disconnect(id, false).await.expect("ended");
    assert!(outcome.revoked && outcome.failure.is_none());
    assert_eq!(server.revoked(), 1);
    assert!(app.connections().await.expect("the list").is_empty());
    let card = app.providers().await.expect("the list").remove(0);
    assert_eq!(
        (card.provider.id, card.provider.health.status),
        (provider, HealthStatus::Reconnect)
    );

    // Its provider finds a connection that is made anew under its id.
    server.live(3600);
    let mut again = request();
    again.connection = Some(id);
    sign_in(app, &again).await;
    let card = app.check_provider(provider, None).await.expect("a result");
    assert_eq!(card.provider.health.status, HealthStatus::Healthy);
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_by_force_wipes_whatever_the_server_says() {
    let server = StrictOAuth::start();
    let (bench, id, _) = connected(&server).await;
    server.trouble_revocation(Some(Trouble::LostReply));
    let outcome = bench.app.disconnect(id, true).await.expect("ended");
    assert!(!outcome.revoked && outcome.failure.is_some());
    assert!(bench.app.connections().await.expect("the list").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn locking_in_the_middle_of_a_renewal_does_not_wait_for_a_silent_server() {
    let server = StrictOAuth::start();
    let (bench, _, provider) = connected(&server).await;
    let app = &bench.app;
    server.trouble([Trouble::Silence]);
    let before = server.refreshes();
    let caller = app.clone();
    let call = tokio::spawn(async move { caller.test_stored_provider(provider, None).await });
    while server.refreshes() == before {
        tokio::task::yield_now().await;
    }
    let mut events = app.events();
    app.lock_vault("for the test").await.expect("locked");
    until(&mut events, |event| matches!(event, AppEvent::VaultChanged { .. })).await;
    call.abort();
    app.unlock_vault(by_keyring()).await.expect("it opens");
    assert_eq!(state(app).await, ConnectionState::Active);
    app.test_stored_provider(provider, None).await.expect("the token is still there");
}
