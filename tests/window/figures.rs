//! How long it takes from a click to a session, and how far the tray's menu is behind, with 1,000
//! running machines. The figures are told; what they were once is in `docs/figures.md`.

use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use nexus_model::Settings;
use nexus_testkit::figures::tell;
use nexus_testkit::ssh_server::make_program;
use nexus_testkit::{Desktop, Reachable, TrayHost, TrayItem, Window};
use serde_json::json;

use crate::keys::invoke;
use crate::session::{self, PASSWORD};
use crate::tray::{add, prefer, until, with_vault};

const MACHINES: usize = 1000;
const CLICKS: usize = 60;
const REBUILDS: usize = 7;

/// Notes when it is started, and is OpenSSH from then on.
const NOTING_SSH: &str = "#!/bin/sh\ndate +%s%N >> \"$HOME/started\"\nexec /usr/bin/ssh \"$@\"\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_click_among_a_thousand_machines_starts_openssh_at_once() {
    let names: Vec<_> = (0..MACHINES).map(|number| format!("web-{number:04}")).collect();
    let cloud = Reachable::start(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut desktop = Desktop::start();
    make_program(&desktop.home().join("bin/ssh"), NOTING_SSH);
    let app = with_vault(&desktop).await;
    let provider = add(&app, "hetzner", "token", &cloud.url(), ("token", Reachable::TOKEN)).await;
    prefer(&app, provider, &cloud).await;
    app.lock_vault("the window takes over").await.expect("locked");

    let tray = TrayHost::start(&desktop).await;
    let window = session::open(&mut desktop).await;
    session::unlock(&window).await;
    tray.menu_when(shows_all).await;
    tell("tray: menu of 1,000 machines built", rebuilds(&window, &tray).await);

    let menu = tray.menu().await;
    let running = &menu.items.iter().max_by_key(|item| item.items.len()).expect("a menu").items;
    let mut taken = Vec::new();
    for item in running.iter().cycle().step_by(37).take(CLICKS) {
        taken.push(click(&tray, item, desktop.home()).await);
        until("the session's end", || cloud.proof().lines().count() == taken.len()).await;
    }
    tell("tray: click to ssh started in xterm", taken);

    let settings = Settings { sessions_in_app: true, ..Settings::default() };
    invoke(&window, "settings_set", json!({ "settings": settings })).await;
    let mut taken = Vec::new();
    for item in running.iter().cycle().step_by(37).take(CLICKS / 3) {
        taken.push(click(&tray, item, desktop.home()).await);
        until("the session's end", || cloud.proof().lines().count() == CLICKS + taken.len()).await;
    }
    tell("tray: click to ssh started in a tab", taken);
    window.close().await.expect("closed");
}

/// From the click to the first of OpenSSH's own time.
async fn click(tray: &TrayHost, item: &TrayItem, home: &Path) -> Duration {
    let noted = home.join("started");
    let started = || std::fs::read_to_string(&noted).unwrap_or_default();
    let before = started().lines().count();
    let clicked = SystemTime::now();
    tray.click(item).await;
    until("a session", || started().ends_with('\n') && started().lines().count() > before).await;
    let at = started().lines().last().expect("a time").parse().expect("nanoseconds");
    let at = SystemTime::UNIX_EPOCH + Duration::from_nanos(at);
    at.duration_since(clicked).expect("it starts after the click")
}

/// From the end of each unlocking until the whole menu is there.
async fn rebuilds(window: &Window, tray: &TrayHost) -> Vec<Duration> {
    let mut taken = Vec::new();
    for _ in 0..REBUILDS {
        invoke(window, "vault_lock", json!({})).await;
        tray.menu_when(|menu| !shows_all(menu)).await;
        let request = json!({ "kind": "password", "secret": PASSWORD });
        invoke(window, "vault_unlock", json!({ "request": request })).await;
        let unlocked = Instant::now();
        tray.menu_when(shows_all).await;
        taken.push(unlocked.elapsed());
    }
    taken
}

fn shows_all(menu: &TrayItem) -> bool {
    menu.items.iter().any(|item| item.items.len() == MACHINES)
}
