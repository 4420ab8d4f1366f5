//! A private key of the person's own: pasted, chosen for a machine, and never on the disk.

use std::fs;

use nexus_app::Preferences;
use nexus_model::Settings;
use nexus_testkit::{Desktop, Reachable, SshServer, Window};
use serde_json::json;
use thirtyfour::Key;

use crate::keys::{chord, typed};
use crate::secrecy::assert_clean;
use crate::session::{self, paste};
use crate::terminal::shows;
use crate::tray::{add, with_vault};

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_key_opens_a_session_and_is_in_no_file() {
    let cloud = Reachable::start(&["web-1", "db-1"]);
    // A shell for this key alone. Its file is gone before the app starts.
    cloud.give_a_shell();
    let private = fs::read_to_string(cloud.identity()).expect("a key");
    fs::remove_file(cloud.identity()).expect("gone");

    let mut desktop = Desktop::start();
    let app = with_vault(&desktop).await;
    let provider = add(&app, "hetzner", "token", &cloud.url(), ("token", Reachable::TOKEN)).await;
    let prefer = json!({ "user": SshServer::user(), "port": cloud.ssh().address().port() });
    let scope = json!({"of": "provider", "id": provider});
    let preferences: Preferences =
        serde_json::from_value(json!([{"scope": scope, "prefer": prefer}])).expect("a rule");
    app.set_connect_preferences(&preferences).await.expect("kept");
    let settings = Settings { sessions_in_app: true, ..Settings::default() };
    app.set_settings(settings).await.expect("kept");
    app.lock_vault("the window takes over").await.expect("locked");

    let window = session::open(&mut desktop).await;
    session::unlock(&window).await;
    window.find("machine-table").await.expect("the machines");

    add_key(&window, "Work", &private).await;
    let kept = window.find("ssh-key-fingerprint").await.expect("it is in the list");
    assert!(kept.text().await.expect("text").starts_with("SHA256:"));
    choose_key(&window, "web-1").await;

    chord(&window, &[Key::Control], 'k').await;
    window.fill("palette-input", "web-1").await.expect("typed");
    window.find("palette-row").await.expect("it is found");
    window.press(Key::Enter).await.expect("pressed");
    window.attribute_when("terminal-tab", "data-state", |is| is == "running").await.expect("opens");
    typed(&window, "PS1='$ '; clear; echo se''en\n").await;
    shows(&window, "seen").await;
    assert!(cloud.ssh().log().contains("Accepted publickey"), "{}", cloud.ssh().log());

    // While the agent lends it, and after the app has ended.
    let marks: Vec<_> = private.lines().filter(|line| !line.starts_with('-')).collect();
    assert!(marks.len() > 3, "there is something to look for");
    assert_clean(desktop.home(), &marks);
    window.close().await.expect("closed");
    assert_clean(desktop.home(), &marks);
}

/// Adds a key by the settings: first its public half by mistake, then itself.
async fn add_key(window: &Window, name: &str, private: &str) {
    window.click("nav-settings").await.expect("the settings");
    window.click("ssh-key-add").await.expect("the dialog");
    window.fill("ssh-key-name", name).await.expect("typed");
    paste(window, "ssh-key-key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA ada").await;
    window.click("ssh-key-save").await.expect("tried");
    let told = window.find("ssh-key-key-error").await.expect("refused");
    assert!(told.text().await.expect("text").contains("public half"));
    paste(window, "ssh-key-key", private).await;
    window.click("ssh-key-save").await.expect("saved");
    window.gone("ssh-key-dialog").await.expect("kept");
}

/// Chooses the one kept key for a machine.
async fn choose_key(window: &Window, machine: &str) {
    window.click("nav-machines").await.expect("the machines");
    window.fill("machine-search", machine).await.expect("searched");
    window.click("machine-row").await.expect("its details");
    let edit = window.find("edit-preferences").await.expect("how to connect");
    edit.scroll_into_view().await.expect("in sight");
    edit.click().await.expect("the dialog");
    let option = "[data-testid='preference-key'] option:last-child";
    window.css(option).await.expect("the kept key").click().await.expect("chosen");
    window.click("preference-save").await.expect("saved");
    window.gone("preference-dialog").await.expect("kept");
    window.find("preferences").await.expect("what is in force");
}
