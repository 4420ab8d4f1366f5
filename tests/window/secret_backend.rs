//! Credentials in a real HashiCorp Vault instead of in the vault: moved there, used from there,
//! missed while it is away, shared with a second computer, and moved back.

use std::time::{Duration, Instant};

use nexus_testkit::{Desktop, Key, Moto, VaultServer, Window, seed};
use serde_json::{Value, json};
use thirtyfour::By;

use crate::secrecy::assert_clean;
use crate::session::{
    PASSWORD, SANDBOX_SECRET, add_aws, create_vault, open, picture, sandbox_key, settled, shows,
};

/// Where the app keeps what it has in a Vault, if nobody says otherwise.
const PREFIX: &str = "nexus/providers";

/// Secret part of a key that never was in the vault.
const SECOND_SECRET: &str = "Second/PxRfiCYEXAMPLE+KEYwJalrXUtnFEMI7K";

/// The longest that cached machines may take to show while the store does not answer: less than
/// any wait for it.
const AT_ONCE: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread")]
async fn credentials_move_to_a_vault_server_and_machines_stay_in_sight_while_it_is_away() {
    let moto = Moto::start();
    let seeded = seed::small(&moto);
    let mut server = VaultServer::start();
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;
    add_aws(&window, "Kept before", &sandbox_key(), &moto.url()).await;

    fill_server(&window, &server, server.root_token()).await;
    window.click("backend-test").await.expect("tried");
    window.attribute_when("backend-told", "data-state", |is| is == "ready").await.expect("told");
    pictures(&window, "backend-form").await;
    window.click("backend-plan").await.expect("what would move");
    let planned = window.find("planned").await.expect("one credential");
    assert_eq!(planned.attr("data-name").await.expect("there").as_deref(), Some("Kept before"));
    pictures(&window, "backend-plan").await;
    window.click("backend-move").await.expect("moved");
    window.find("move-ended").await.expect("it ends");
    pictures(&window, "backend-moved").await;
    window.click("move-done").await.expect("closed");
    stands(&window, "ready").await;
    let section = window.find("secret-backend").await.expect("the section");
    section.scroll_into_view().await.expect("in sight");
    let words = section.text().await.expect("text");
    assert!(words.contains(&server.url()), "it says where: {words}");
    pictures(&window, "backend-ready").await;

    let second = Key { secret: SECOND_SECRET.to_owned(), ..sandbox_key() };
    add_aws(&window, "Added after", &second, &moto.url()).await;
    window.click("nav-machines").await.expect("the list");
    shows(&window, 2 * seeded.total()).await;
    settled(&window).await;
    let mut kept = secrets_in(&server);
    kept.sort();
    assert_eq!(kept, [SECOND_SECRET, SANDBOX_SECRET], "the server has both");
    let token = server.root_token().to_owned();
    let marks = [SANDBOX_SECRET, SECOND_SECRET, &token, PASSWORD];
    assert_clean(desktop.home(), &marks);

    server.stop();
    window.click("lock").await.expect("locked");
    window.fill("unlock-secret", PASSWORD).await.expect("typed");
    let before = Instant::now();
    window.click("unlock-submit").await.expect("unlocked");
    shows(&window, 2 * seeded.total()).await;
    assert!(before.elapsed() < AT_ONCE, "the unlock waits for the store: {:?}", before.elapsed());
    window.find("backend-banner").await.expect("told without having been asked");
    window.find("banner-use-vault").await.expect("one remedy");
    pictures(&window, "backend-away").await;
    window.close().await.expect("closed");
    assert_clean(desktop.home(), &marks);

    let window = open(&mut desktop).await;
    shows(&window, 2 * seeded.total()).await;
    window.find("backend-banner").await.expect("told after a restart");
    window.click("refresh").await.expect("what cannot be");
    window.find("region-failures").await.expect("it says why");
    shows(&window, 2 * seeded.total()).await;
    pictures(&window, "backend-away-refreshed").await;
    window.click("nav-settings").await.expect("the settings");
    stands(&window, "unreachable").await;
    let remedy = window.find("failure-remedy").await.expect("what to do");
    assert!(!remedy.text().await.expect("text").trim().is_empty());
    let section = window.find("secret-backend").await.expect("the section");
    section.scroll_into_view().await.expect("in sight");
    pictures(&window, "backend-away-settings").await;

    server.restart();
    window.click("banner-retry").await.expect("once more");
    stands(&window, "ready").await;
    window.gone("backend-banner").await.expect("all is well");
    synced(&window, 2 * seeded.total()).await;

    window.click("nav-settings").await.expect("the settings");
    window.click("backend-change").await.expect("another place");
    window.click("backend-internal").await.expect("the vault");
    let moved = || window.driver().find_all(By::Css("[data-testid='planned']"));
    window.find("planned").await.expect("the plan");
    assert_eq!(moved().await.expect("the plan").len(), 2);
    window.click("backend-move").await.expect("moved");
    window.find("move-ended").await.expect("it ends");
    window.click("move-done").await.expect("closed");
    window.gone("backend-state").await.expect("the vault has no state to tell");
    assert!(secrets_in(&server).is_empty(), "nothing is left behind");
    server.stop();
    synced(&window, 2 * seeded.total()).await;
    window.close().await.expect("closed");
    assert_clean(desktop.home(), &marks);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_computer_finds_the_providers_and_a_token_that_ended_is_replaced() {
    let moto = Moto::start();
    let seeded = seed::small(&moto);
    let server = VaultServer::start();
    let mut first = Desktop::start();
    let window = open(&mut first).await;
    create_vault(&window).await;
    add_aws(&window, "Shared", &sandbox_key(), &moto.url()).await;
    move_to(&window, &server, server.root_token()).await;
    window.click("move-done").await.expect("closed");
    window.close().await.expect("closed");
    drop(first);

    let token = || server.token(&json!({"policies": ["root"]}));
    let short = token();
    let mut second = Desktop::start();
    let window = open(&mut second).await;
    create_vault(&window).await;
    move_to(&window, &server, &short).await;
    window.click("found-open").await.expect("what is there is offered");
    window.find("found").await.expect("it is found");
    pictures(&window, "backend-found").await;
    window.click("found-add").await.expect("added");
    window.click("found-done").await.expect("closed");
    window.click("nav-machines").await.expect("the list");
    shows(&window, seeded.total()).await;
    assert_clean(second.home(), &[SANDBOX_SECRET, &short]);

    server.ask("POST", "auth/token/revoke", &json!({"token": short}));
    window.click("nav-settings").await.expect("the settings");
    window.click("backend-retry").await.expect("asked");
    window.click("banner-log-in").await.expect("it wants a login");
    window.fill("field-token", &token()).await.expect("typed");
    pictures(&window, "backend-login").await;
    window.click("backend-login").await.expect("logged in");
    window.gone("backend-login-dialog").await.expect("accepted");
    stands(&window, "ready").await;
    synced(&window, seeded.total()).await;

    window.click("nav-settings").await.expect("the settings");
    window.click("backend-discover").await.expect("once more");
    window.find("found-all-known").await.expect("nothing is new");
    window.click("found-done").await.expect("closed");
    window.close().await.expect("closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_was_cut_off_is_told_and_finished() {
    let moto = Moto::start();
    let seeded = seed::small(&moto);
    let server = VaultServer::start();
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;
    add_aws(&window, "Second", &sandbox_key(), &moto.url()).await;
    add_aws(&window, "First", &sandbox_key(), &moto.url()).await;

    // What no plan can foresee: one of the two may be read and not written.
    let all: &[&str] = &["create", "read", "update", "delete", "list"];
    let own = format!("secret/data/{PREFIX}/second*");
    let rules = [("secret/*", all), (own.as_str(), &["read"])];
    server.policy("half", &rules);
    let half = server.token(&json!({"policies": ["half"]}));
    fill_server(&window, &server, &half).await;
    window.click("backend-plan").await.expect("what would move");
    window.click("backend-move").await.expect("moved");
    let left = window.find("move-left").await.expect("cut off").text().await.expect("text");
    assert!(left.contains("1 of 2"), "{left}");
    let failure = window.find("failure").await.expect("it says why").text().await.expect("text");
    assert!(failure.contains("“Second”"), "{failure}");
    pictures(&window, "backend-cut-off").await;
    window.click("dialog-close").await.expect("closed");
    synced(&window, 2 * seeded.total()).await;

    server.policy("half", &rules[..1]);
    window.click("banner-finish-move").await.expect("the banner leads there");
    window.click("move-resume").await.expect("resumed");
    window.find("move-ended").await.expect("it ends");
    window.click("move-done").await.expect("closed");
    window.gone("backend-banner").await.expect("all is well");
    assert_eq!(secrets_in(&server).len(), 2);
    synced(&window, 2 * seeded.total()).await;
    window.close().await.expect("closed");
    assert_clean(desktop.home(), &[SANDBOX_SECRET, &half]);
}

/// Moves to the server, up to the end that is told.
async fn move_to(window: &Window, server: &VaultServer, token: &str) {
    fill_server(window, server, token).await;
    window.click("backend-plan").await.expect("what would move");
    window.click("backend-move").await.expect("moved");
    window.find("move-ended").await.expect("it ends");
}

/// Fills in where the server is and how to log in to it.
async fn fill_server(window: &Window, server: &VaultServer, token: &str) {
    window.click("nav-settings").await.expect("the settings");
    window.click("backend-change").await.expect("another place");
    window.click("backend-hashicorp-vault").await.expect("in the list");
    window.fill("field-address", &server.url()).await.expect("the address");
    let field = window.find("field-token").await.expect("the token");
    field.scroll_into_view().await.expect("in sight");
    window.fill("field-token", token).await.expect("typed");
}

/// Waits until the settings say so of the store.
async fn stands(window: &Window, state: &str) {
    window.attribute_when("backend-state", "data-state", |is| is == state).await.expect("a state");
}

/// Lists all machines anew, without a failure.
async fn synced(window: &Window, machines: usize) {
    window.click("nav-machines").await.expect("the list");
    window.click("refresh").await.expect("listed anew");
    settled(window).await;
    shows(window, machines).await;
    window.gone("region-failures").await.expect("every region answered");
}

/// The secret keys that the server has below the app's prefix, asked of its own API.
fn secrets_in(server: &VaultServer) -> Vec<String> {
    let ask = |path: &str| server.ask_with(server.root_token(), "GET", path, &Value::Null).1;
    let owners = ask(&format!("secret/metadata/{PREFIX}?list=true"));
    let owners = owners["data"]["keys"].as_array().cloned().unwrap_or_default();
    let value = |owner: &Value| {
        let owner = owner.as_str().expect("a name");
        let kept = ask(&format!("secret/data/{PREFIX}/{owner}secret_key"));
        kept["data"]["data"]["value"].as_str().expect("a value").to_owned()
    };
    owners.iter().map(value).collect()
}

/// Pictures of a stage: light and dark, narrow and wide.
async fn pictures(window: &Window, name: &str) {
    if std::env::var_os("NEXUS_PICTURES").is_none() {
        return;
    }
    let driver = window.driver();
    for (size, width, height) in [("wide", 1280, 800), ("narrow", 900, 600)] {
        driver.set_window_rect(0, 0, width, height).await.expect("a size");
        for theme in ["light", "dark"] {
            // Colours that are still on their way to the theme would be neither.
            let paint = format!(
                "document.documentElement.dataset.theme = '{theme}'; \
                 document.getAnimations().filter((one) => one instanceof CSSTransition) \
                 .forEach((one) => one.finish());"
            );
            driver.execute(paint, Vec::new()).await.expect("painted");
            picture(window, &format!("{name}-{size}-{theme}.png")).await;
        }
    }
    driver.set_window_rect(0, 0, 1280, 800).await.expect("a size");
}
