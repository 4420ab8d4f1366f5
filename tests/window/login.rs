//! Starting with the person's session, in the tray alone.

use nexus_testkit::{Desktop, TrayHost, TrayItem};

use crate::session;
use crate::tray::with_vault;

const MAIN: &str = "Nexus Access Vault";

fn unlock(menu: &TrayItem) -> bool {
    menu.find("Unlock…").is_some()
}

/// What the session runs at login, by the entry that is there.
fn entry(desktop: &Desktop) -> Option<String> {
    let entry = desktop.home().join("config/autostart/dev.nexusaccess.vault.desktop");
    let text = std::fs::read_to_string(entry).ok()?;
    Some(text.lines().find_map(|line| line.strip_prefix("Exec="))?.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn at_login_the_app_starts_in_the_tray_alone() {
    let mut desktop = Desktop::start();
    desktop.manage_windows();
    let app = with_vault(&desktop).await;
    app.lock_vault("the window takes over").await.expect("locked");

    let window = session::open(&mut desktop).await;
    session::unlock(&window).await;
    window.click("nav-settings").await.expect("the settings");
    assert_eq!(entry(&desktop), None);
    switch(&window, "setting-start-at-login").await;
    crate::tray::until("the entry", || entry(&desktop).is_some()).await;
    let command = entry(&desktop).expect("an entry");
    assert_eq!(command, format!("\"{}\" --hidden", session::app().display()));
    window.close().await.expect("closed");

    let tray = TrayHost::start(&desktop).await;
    let mut login = desktop.command("/bin/sh");
    login.arg("-c").arg(format!("exec {command}"));
    desktop.spawn(&mut login);
    let menu = tray.menu_when(unlock).await;
    assert_eq!(desktop.windows(), [""; 0], "the tray is all there is");
    tray.click(menu.find("Unlock…").expect("an item")).await;
    desktop.windows_when(|windows| windows == [MAIN]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_tray_the_window_opens_after_all() {
    let mut desktop = Desktop::start();
    desktop.manage_windows();
    let mut login = desktop.command(session::app());
    login.arg("--hidden");
    desktop.spawn(&mut login);
    desktop.windows_when(|windows| windows == [MAIN]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_at_login_is_taken_back() {
    let mut desktop = Desktop::start();
    let app = with_vault(&desktop).await;
    app.lock_vault("the window takes over").await.expect("locked");
    let window = session::open(&mut desktop).await;
    session::unlock(&window).await;
    window.click("nav-settings").await.expect("the settings");
    switch(&window, "setting-start-at-login").await;
    crate::tray::until("the entry", || entry(&desktop).is_some()).await;
    switch(&window, "setting-start-at-login").await;
    crate::tray::until("no entry", || entry(&desktop).is_none()).await;
    window.close().await.expect("closed");
}

/// Switches a setting, which may be below what is in sight.
async fn switch(window: &nexus_testkit::Window, test_id: &str) {
    let setting = window.find(test_id).await.expect("the setting");
    setting.scroll_into_view().await.expect("in sight");
    setting.click().await.expect("switched");
}
