//! From the first start to the second: what the product is for.

use nexus_testkit::{Desktop, Gateway, Moto, seed};
use thirtyfour::Key;

use crate::session::{
    PASSWORD, add_aws, create_vault, fill_aws, open, sandbox_key, settled, shows,
};

#[tokio::test]
async fn a_vault_a_provider_and_its_machines_again_after_a_restart() {
    let moto = Moto::start();
    let seeded = seed::fleet(&moto);
    let mut gateway = Gateway::start(moto.address());
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;

    fill_aws(&window, "AWS production", &sandbox_key(), &gateway.url()).await;
    window.click("test-connection").await.expect("tested");
    let identity = window.find("test-identity").await.expect("AWS says who this is");
    assert!(identity.text().await.expect("text").contains("123456789012"));
    window.click("provider-save").await.expect("saved");
    window.gone("add-provider-dialog").await.expect("the dialog closes");

    window.click("nav-machines").await.expect("the list");
    shows(&window, seeded.total()).await;
    settled(&window).await;

    // Every seeded machine is found by its name, and only those of that name.
    let (name, _) = &seeded.names[0];
    let same = seeded.names.iter().filter(|(other, _)| other.contains(name.as_str())).count();
    window.fill("machine-search", name).await.expect("searched");
    shows(&window, same).await;
    window.click("machine-row").await.expect("opened");
    let details = window.find("machine-details").await.expect("details");
    assert!(details.text().await.expect("text").contains(name.as_str()));
    window.click("tab-document").await.expect("the raw document");
    let document = window.find("raw-document").await.expect("shown").text().await.expect("text");
    assert!(document.contains("instanceId"), "{document}");
    window.click("details-close").await.expect("closed");

    window.empty("machine-search").await.expect("emptied");
    shows(&window, seeded.total()).await;
    window.click("filter-state").await.expect("the filter");
    window.click("filter-state-stopped").await.expect("stopped ones");
    shows(&window, seeded.in_state("stopped")).await;
    window.press(Key::Escape).await.expect("the menu closes");
    window.click("clear-filters").await.expect("all again");
    shows(&window, seeded.total()).await;

    window.click("lock").await.expect("locked");
    window.find("vault-locked").await.expect("it asks for the password");
    let source = window.driver().source().await.expect("the document");
    assert!(!source.contains(name.as_str()), "a machine's name stays behind when locked");
    window.fill("unlock-secret", "not the password at all").await.expect("typed");
    window.click("unlock-submit").await.expect("tried");
    window.find("unlock-secret-error").await.expect("told that it is wrong");
    window.fill("unlock-secret", PASSWORD).await.expect("typed");
    window.click("unlock-submit").await.expect("tried");
    shows(&window, seeded.total()).await;

    window.close().await.expect("closed");
    gateway.stop();
    let window = open(&mut desktop).await;
    // The keyring unlocks by itself; the last snapshot is there though nothing answers.
    shows(&window, seeded.total()).await;
    window.find("freshness").await.expect("marked with its age");

    window.click("nav-providers").await.expect("the providers");
    window.click("provider-menu").await.expect("its actions");
    window.click("menu-remove").await.expect("delete");
    window.click("confirm-ok").await.expect("confirmed");
    window.gone("provider-card").await.expect("gone");
    window.click("nav-machines").await.expect("the list");
    window.find("machines-empty").await.expect("no provider, no machines");
    window.close().await.expect("closed");
}

#[tokio::test]
async fn a_bad_form_is_marked_before_anything_is_sent_and_nothing_typed_is_lost() {
    let moto = Moto::start();
    let gateway = Gateway::start(moto.address());
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;
    let mut key = sandbox_key();
    key.id = "not a key".to_owned();
    fill_aws(&window, "AWS", &key, "http://ec2.example.com").await;
    window.click("provider-save").await.expect("tried");
    window.find("error-summary").await.expect("a summary");
    window.find("field-access_key-error").await.expect("at the key");
    window.find("field-endpoint-error").await.expect("at the endpoint");
    assert_eq!(gateway.count(&nexus_testkit::Match::any()), 0, "nothing is sent");
    let name = window.find("field-name").await.expect("still there");
    assert_eq!(name.prop("value").await.expect("a value").as_deref(), Some("AWS"));
    window.fill("field-access_key", crate::session::SANDBOX_KEY).await.expect("mended");
    window.fill("field-endpoint", &gateway.url()).await.expect("mended");
    window.click("provider-save").await.expect("saved");
    window.gone("add-provider-dialog").await.expect("the dialog closes");
    window.find("provider-card").await.expect("the card");
    window.close().await.expect("closed");
}

#[tokio::test]
async fn the_vault_locks_when_the_screen_is_locked_or_the_machine_sleeps() {
    let moto = Moto::start();
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;
    add_aws(&window, "AWS", &sandbox_key(), &moto.url()).await;
    for (path, signal) in [
        ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged"),
        ("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep"),
    ] {
        desktop.signal(path, signal, "boolean:true");
        window.find("vault-locked").await.expect("locked");
        window.gone("provider-card").await.expect("nothing stays behind");
        window.fill("unlock-secret", PASSWORD).await.expect("typed");
        window.click("unlock-submit").await.expect("unlocked");
        window.gone("vault-locked").await.expect("open again");
        window.find("nav-machines").await.expect("the window is back");
    }
    window.close().await.expect("closed");
}
