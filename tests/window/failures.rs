//! What the window says when a cloud refuses or does not answer: each its own words and remedy.

use nexus_testkit::{Desktop, Effect, Gateway, Keys, Match, Moto, Window, aws_error, seed};

use crate::session::{add_aws, create_vault, fill_aws, open, sandbox_key, settled, shows};

/// Tests the typed connection and returns the technical line of what it said.
async fn refused(window: &Window) -> String {
    window.click("test-connection").await.expect("tested");
    let failure = window.find("failure").await.expect("a failure");
    let remedy = window.find("failure-remedy").await.expect("with a remedy");
    assert!(!remedy.text().await.expect("text").trim().is_empty());
    failure.attr("data-code").await.expect("an attribute").unwrap_or_default()
}

#[tokio::test]
async fn each_refusal_of_a_credential_has_its_own_code_and_remedy() {
    let moto = Moto::start_with_auth();
    seed::small(&moto);
    let keys = Keys::create(&moto);
    let mut gateway = Gateway::start(moto.address());
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;

    fill_aws(&window, "AWS", &keys.unknown, &gateway.url()).await;
    assert_eq!(refused(&window).await, "invalid_credentials");
    gateway.rule(Match::any().service("sts"), Effect::Answer(aws_error::expired_token_sts()));
    assert_eq!(refused(&window).await, "expired");
    gateway.stop();
    assert_eq!(refused(&window).await, "unreachable_refused");
    window.close().await.expect("closed");
}

#[tokio::test]
async fn a_denied_listing_and_a_dead_region_are_told_beside_what_did_arrive() {
    let moto = Moto::start_with_auth();
    let seeded = seed::small(&moto);
    let keys = Keys::create(&moto);
    let gateway = Gateway::start(moto.address());
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;

    add_aws(&window, "Denied", &keys.denied, &gateway.url()).await;
    window.click("provider-failures").await.expect("the card tells of the regions");
    let failure = window.find("failure").await.expect("a failure");
    assert_eq!(
        failure.attr("data-code").await.expect("there").as_deref(),
        Some("permission_denied")
    );
    window.click("dialog-close").await.expect("closed");
    window.click("provider-menu").await.expect("its actions");
    window.click("menu-remove").await.expect("delete");
    window.click("confirm-ok").await.expect("confirmed");
    window.gone("provider-card").await.expect("gone");

    gateway.rule(Match::any().region("eu-west-1").service("ec2"), Effect::Drop);
    add_aws(&window, "Half", &keys.good, &gateway.url()).await;
    window.click("nav-machines").await.expect("the list");
    shows(&window, seeded.total() - seeded.in_region("eu-west-1")).await;
    let told = window.find("region-failures").await.expect("the region is named");
    // The driver gives no text for what a narrow window may cut short.
    let words = told.prop("textContent").await.expect("text").unwrap_or_default();
    assert!(words.contains("eu-west-1"), "{words}");
    gateway.reset();
    window.click("refresh").await.expect("again");
    shows(&window, seeded.total()).await;
    settled(&window).await;
    window.gone("region-failures").await.expect("all regions answered");
    window.close().await.expect("closed");
}

#[tokio::test]
async fn a_listing_can_be_cancelled_and_what_arrived_stays() {
    let moto = Moto::start();
    let seeded = seed::small(&moto);
    let gateway = Gateway::start(moto.address());
    gateway.rule(Match::any().region("eu-west-1").service("ec2"), Effect::Stall);
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;
    add_aws(&window, "Slow", &sandbox_key(), &gateway.url()).await;
    window.click("nav-machines").await.expect("the list");
    let arrived = seeded.total() - seeded.in_region("eu-west-1");
    shows(&window, arrived).await;
    window.click("refresh-cancel").await.expect("cancelled");
    window.gone("refresh-cancel").await.expect("over");
    shows(&window, arrived).await;
    window.close().await.expect("closed");
}
