//! The search alone, in its own window over whatever the person is doing.

use std::time::{Duration, Instant};

use nexus_model::Settings;
use nexus_testkit::{Desktop, Reachable, SshServer, Window};
use serde_json::json;

use crate::keys::{invoke, when};
use crate::session::{self, app};
use crate::tray::{PATIENCE, add, prefer, until, with_vault};

const MAIN: &str = "Nexus Access Vault";
const SEARCH: &str = "Nexus Access Vault: search";

/// Starts the app once more, as a shortcut of the desktop's own does.
async fn ask_to_search(desktop: &Desktop) {
    let mut command = desktop.command(app());
    command.arg("--search");
    let ended = tokio::task::spawn_blocking(move || command.status()).await.expect("it ends");
    assert!(ended.expect("the app starts").success(), "the second start ends well");
}

fn is_open(windows: &[String]) -> bool {
    windows.iter().any(|title| title == SEARCH)
}

/// Waits until the page of the search takes what is typed.
async fn ready(window: &Window) {
    let driver = window.driver();
    let main = driver.window().await.expect("the main window");
    let deadline = Instant::now() + PATIENCE;
    let search = loop {
        let windows = driver.windows().await.expect("the windows");
        if let Some(search) = windows.into_iter().find(|it| *it != main) {
            break search;
        }
        assert!(Instant::now() < deadline, "the driver sees one window");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    driver.switch_to_window(search).await.expect("the search");
    when(window, "the focus", "return document.activeElement.dataset.testid === 'palette-input'")
        .await;
    driver.switch_to_window(main).await.expect("the main window");
}

/// Ids of the machines that were connected to, once there is one: it is noted when its session has
/// begun.
async fn visited(window: &Window) -> Vec<String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let marks = invoke(window, "machines_marks", json!({})).await;
        let marks = marks.as_array().expect("marks").iter();
        let visited = marks.filter(|mark| !mark["visits"].is_null());
        let ids = visited.map(|mark| mark["machine"]["id"].as_str().expect("an id").to_owned());
        let ids: Vec<_> = ids.collect();
        if !ids.is_empty() {
            return ids;
        }
        assert!(Instant::now() < deadline, "no visit was noted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_is_opened_from_any_program_and_connects() {
    let cloud = Reachable::start(&["web-1", "db-1", "db-2"]);
    let mut desktop = Desktop::start();
    desktop.manage_windows();
    let app = with_vault(&desktop).await;
    let provider = add(&app, "hetzner", "token", &cloud.url(), ("token", Reachable::TOKEN)).await;
    prefer(&app, provider, &cloud).await;
    let shortcut = Some("CmdOrCtrl+Shift+K".to_owned());
    let settings = Settings { global_shortcut: shortcut, ..Settings::default() };
    app.set_settings(settings).await.expect("kept");
    app.lock_vault("the window takes over").await.expect("locked");

    let window = session::open(&mut desktop).await;
    window.find("unlock-secret").await.expect("locked");
    ask_to_search(&desktop).await;
    desktop.windows_when(|windows| windows == [MAIN]).await;
    session::unlock(&window).await;
    window.find("machine-row").await.expect("the machines");

    // The combination is every program's: the search opens whichever has the focus.
    desktop.press("ctrl+shift+k");
    desktop.windows_when(is_open).await;
    until("the focus", || desktop.focused().as_deref() == Some(SEARCH)).await;
    ready(&window).await;
    desktop.type_text("db");
    desktop.press("Down");
    desktop.press("Return");
    let opened = format!("session of {}", SshServer::user());
    until("the session", || cloud.proof().contains(&opened)).await;
    desktop.windows_when(|windows| !is_open(windows)).await;
    assert_eq!(visited(&window).await, ["3"], "the second of those called db");

    ask_to_search(&desktop).await;
    desktop.windows_when(is_open).await;
    until("the focus", || desktop.focused().as_deref() == Some(SEARCH)).await;
    ready(&window).await;
    desktop.press("Escape");
    desktop.windows_when(|windows| !is_open(windows)).await;

    ask_to_search(&desktop).await;
    desktop.windows_when(is_open).await;
    desktop.turn_to(MAIN);
    desktop.windows_when(|windows| !is_open(windows)).await;

    // With the lock goes the window and what it shows; the combination then leads to the unlocking.
    ask_to_search(&desktop).await;
    desktop.windows_when(is_open).await;
    invoke(&window, "vault_lock", json!({})).await;
    desktop.windows_when(|windows| windows == [MAIN]).await;
    window.find("unlock-secret").await.expect("locked");
    desktop.press("ctrl+shift+k");
    until("the focus", || desktop.focused().as_deref() == Some(MAIN)).await;
    assert_eq!(desktop.windows(), [MAIN]);
    assert_eq!(cloud.proof().matches(&opened).count(), 1, "nothing else was connected to");
    window.close().await.expect("closed");
}
