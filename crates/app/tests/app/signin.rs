//! From the browser to providers that list.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use nexus_app::{AppEvent, Registry, SignInWay};
use nexus_clouds::Cloud;
use nexus_model::{AuditAction, ConnectionState, ErrorCode, HealthStatus};
use nexus_testkit::strict_oauth::{self, StrictOAuth};

use crate::bench::{by_keyring, so_far, until};
use crate::played::{Played, bench, chosen, come_back, request, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_becomes_several_providers_that_share_one_connection() {
    let server = StrictOAuth::start();
    let cloud = Played::over(&server);
    let bench = bench(&cloud).await;
    let app = &bench.app;
    let redirect = app.sign_in_redirect(&request()).await.expect("it is known ahead");
    assert_eq!(redirect.as_deref(), Some("http://127.0.0.1/signin"));
    let mut events = app.events();
    let id = sign_in(app, &request()).await;
    let card = app.connections().await.expect("the list").remove(0);
    assert_eq!(
        (card.peer_name.as_str(), card.connection.name.as_str()),
        ("Played Cloud", "Played Cloud")
    );
    assert_eq!(card.connection.state, ConnectionState::Active);
    assert_eq!(card.connection.granted_scopes, ["read"]);
    let choices = app.sign_in_choices(id).await.expect("the projects");
    assert_eq!(
        choices.iter().map(|choice| choice.id.as_str()).collect::<Vec<_>>(),
        ["red", "blue"]
    );

    so_far(&mut events);
    let both = vec![chosen("red"), chosen("blue")];
    let imported = app.finish_sign_in(id, both).await.expect("set up");
    for one in &imported {
        let card = one.card.as_ref().expect("a provider");
        assert_eq!(card.provider.connection, Some(id));
        assert_eq!(card.provider.health.status, HealthStatus::Healthy);
        assert!(card.freshness.complete && one.failure.is_none(), "{one:?}");
    }
    let steps: Vec<_> = so_far(&mut events)
        .into_iter()
        .filter_map(|event| match event {
            AppEvent::SetUpProgress { progress, .. } => Some(progress),
            _ => None,
        })
        .collect();
    assert_eq!(steps.last(), Some(&None), "it is told that it has ended");
    let told: Vec<_> = steps.into_iter().flatten().collect();
    assert!(told.is_sorted_by_key(|now| now.percent) && told.iter().all(|now| now.steps == 8));
    assert!(told.iter().any(|now| now.text == "Switching the API on."), "{told:?}");
    let card = app.connections().await.expect("the list").remove(0);
    assert_eq!(card.providers.len(), 2);
    let log = app.activity(None, 100).await.expect("the log");
    assert!(log.iter().any(|entry| entry.event.action == AuditAction::SignIn));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_that_failed_is_resumed_where_it_failed() {
    let server = StrictOAuth::start();
    let cloud = Played::over(&server);
    let bench = bench(&cloud).await;
    let app = &bench.app;
    let id = sign_in(app, &request()).await;
    cloud.is_stuck.store(true, Ordering::SeqCst);
    let both = || vec![chosen("red"), chosen("blue")];
    let imported = app.finish_sign_in(id, both()).await.expect("as far as it goes");
    assert!(imported[0].card.is_some() && imported[0].failure.is_none());
    let failure = imported[1].failure.as_ref().expect("why");
    assert_eq!((failure.code, imported[1].card.is_none()), (ErrorCode::PermissionDenied, true));

    cloud.is_stuck.store(false, Ordering::SeqCst);
    let again = app.finish_sign_in(id, both()).await.expect("the rest");
    assert!(again.iter().all(|one| one.card.is_some() && one.failure.is_none()), "{again:?}");
    let ids =
        |imported: &[nexus_app::Imported]| imported[0].card.as_ref().map(|card| card.provider.id);
    assert_eq!(ids(&imported), ids(&again), "what is done is not done again");
    assert_eq!(cloud.prepared.load(Ordering::SeqCst), 2);
    let absent = app.finish_sign_in(id, vec![chosen("green")]).await.expect("told");
    assert_eq!(absent[0].failure.as_ref().expect("why").code, ErrorCode::InvalidInput);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_that_was_not_granted_is_told_plainly() {
    let server = StrictOAuth::start();
    server.grant("openid");
    let cloud = Played::over(&server);
    let bench = bench(&cloud).await;
    let id = sign_in(&bench.app, &request()).await;
    let card = bench.app.connections().await.expect("the list").remove(0);
    assert_eq!(card.missing_scopes, ["read"]);
    let refused = bench.app.sign_in_choices(id).await.expect_err("it cannot list");
    assert_eq!(refused.code, ErrorCode::PermissionDenied);
    assert!(refused.message.contains("“read” (to list machines)"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_sign_in_leaves_nothing_and_its_port_is_closed() {
    let server = StrictOAuth::start();
    let bench = bench(&Played::over(&server)).await;
    let app = &bench.app;
    let prompt = app.start_sign_in(&request()).await.expect("it begins");
    let pending = app.connections().await.expect("the list").remove(0);
    assert_eq!(pending.connection.state, ConnectionState::Pending);
    app.cancel_sign_in(prompt.connection).await.expect("cancelled");
    assert!(app.connections().await.expect("the list").is_empty());
    let port = prompt.redirect_uri.expect("a port");
    let address = port.trim_start_matches("http://").trim_end_matches("/signin").to_owned();
    // The task that held it is being ended meanwhile.
    let closed = async {
        while tokio::net::TcpStream::connect(&address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), closed).await.expect("it closes");
    assert_eq!(app.open_sign_in(prompt.connection).expect_err("over").code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_comes_back_by_link_once() {
    let server = StrictOAuth::start();
    let bench = bench(&Played::over(&server)).await;
    let app = &bench.app;
    let mut by_link = request();
    by_link.way = Some(SignInWay::DeepLink);
    let mut events = app.events();
    let prompt = app.start_sign_in(&by_link).await.expect("it begins");
    assert_eq!(prompt.redirect_uri.as_deref(), Some("dev.nexusaccess.vault:/signin"));
    let page = prompt.authorization_url.expect("a page");
    let consent = tokio::task::spawn_blocking(move || strict_oauth::consent(&page));
    let link = consent.await.expect("it ends");
    for other in [
        "dev.nexusaccess.vault:/signin?code=stolen&state=guessed".to_owned(),
        format!("{link}&more={}", "a".repeat(9000)),
        link.replace("/signin", "/elsewhere"),
        "nexusvault://connect/i-1".to_owned(),
    ] {
        assert!(!app.deliver_link(&other), "{other}");
    }
    assert!(app.deliver_link(&link));
    until(&mut events, |event| matches!(event, AppEvent::SignInEnded { failure: None, .. })).await;
    assert!(!app.deliver_link(&link), "once");
    assert_eq!(app.connections().await.expect("the list").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn locking_ends_what_is_waited_for() {
    let server = StrictOAuth::start();
    let bench = bench(&Played::over(&server)).await;
    let app = &bench.app;
    let prompt = app.start_sign_in(&request()).await.expect("it begins");
    app.lock_vault("for the test").await.expect("locked");
    assert_eq!(app.open_sign_in(prompt.connection).expect_err("over").code, ErrorCode::NotFound);
    app.unlock_vault(by_keyring()).await.expect("it opens");
    assert!(app.connections().await.expect("the list").is_empty(), "nothing is left of it");
    let prompt = app.start_sign_in(&request()).await.expect("it begins");
    let mut events = app.events();
    come_back(&prompt).await;
    until(&mut events, |event| matches!(event, AppEvent::SignInEnded { .. })).await;
    let card = app.connections().await.expect("the list").remove(0);
    assert_eq!(card.connection.state, ConnectionState::Active);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_was_killed_is_swept_at_unlock_and_one_under_way_elsewhere_is_not() {
    let server = StrictOAuth::start();
    let cloud = Played::over(&server);
    let bench = bench(&cloud).await;
    let waiting = bench.app.start_sign_in(&request()).await.expect("it begins");
    let pending = bench.app.connection(waiting.connection).await.expect("it is there");
    assert_eq!(pending.connection.state, ConnectionState::Pending);
    let played = Arc::clone(&cloud) as Arc<dyn Cloud>;
    let other = bench.another_with(Registry::standard().and(played));
    other.unlock_vault(by_keyring()).await.expect("a second process");
    let listed = other.connections().await.expect("the list");
    assert_eq!(listed.len(), 1, "the first process still waits for the person");

    // Locking ends the waiting without a word, as a kill does.
    bench.app.lock_vault("by the test").await.expect("locked");
    let swept = async {
        loop {
            other.lock_vault("by the test").await.expect("locked");
            other.unlock_vault(by_keyring()).await.expect("unlocked");
            if other.connections().await.expect("the list").is_empty() {
                break;
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), swept).await.expect("it is swept");
}
