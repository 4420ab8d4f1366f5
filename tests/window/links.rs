//! A `nexusvault://connect/…` link, handed to the app by the system as from a runbook.

use nexus_testkit::{Desktop, Reachable, SshServer};

use crate::session;
use crate::signin::hand_over;
use crate::tray::{add, prefer, until, with_vault};

/// Links that must neither ask nor open anything: no machine, another app's, or an option in
/// place of a name.
const HOSTILE: &[&str] = &[
    "nexusvault://connect/",
    "nexusvault://connect/nobody",
    "nexusvault://connect/web-1?user=-oProxyCommand%3Dtouch%20owned",
    "nexusvault://connect/web-1?user=%24%28id%29",
    "nexusvault://connect/web-1?port=0",
    "nexusvault://connect/web-1?port=70000",
    "nexusvault://connect/web-1?route=nowhere",
    "nexusvault://connect/web-1?command=id",
    "nexusvault://connect/web-1?user=a&user=b",
    "nexusvault://connect/%2e%2e%2fweb-1",
    "nexusvault://user:pass@connect/web-1",
    "nexusvault://delete/web-1",
];

/// Keeps the text of every dialog that comes up, if only for a moment.
const WATCH: &str = "\
    window.seenDialogs = []; \
    new MutationObserver(() => { \
        const dialog = document.querySelector(\"[data-testid='confirm-dialog']\"); \
        if (dialog) window.seenDialogs.push(dialog.textContent); \
    }).observe(document.body, { childList: true, subtree: true });";

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_a_session_only_after_the_person_has_said_yes() {
    let cloud = Reachable::start(&["web-1", "db-1"]);
    let mut desktop = Desktop::start();
    let app = with_vault(&desktop).await;
    let provider = add(&app, "hetzner", "token", &cloud.url(), ("token", Reachable::TOKEN)).await;
    prefer(&app, provider, &cloud).await;
    app.lock_vault("the window takes over").await.expect("locked");
    let window = session::open(&mut desktop).await;
    session::unlock(&window).await;
    window.find("machine-row").await.expect("the machines");

    hand_over(&desktop, "nexusvault://connect/web-1").await;
    let asked = window.find("confirm-dialog").await.expect("it asks").text().await.expect("text");
    assert!(asked.contains("web-1") && asked.contains("Sandbox hetzner"), "{asked}");
    window.click("confirm-cancel").await.expect("refused");
    window.gone("confirm-dialog").await.expect("closed");

    window.driver().execute(WATCH, vec![]).await.expect("watched");
    for link in HOSTILE {
        hand_over(&desktop, link).await;
    }
    hand_over(&desktop, "nexusvault://connect/db-1").await;
    let asked = window.find("confirm-dialog").await.expect("it asks").text().await.expect("text");
    assert!(asked.contains("db-1"), "{asked}");
    let seen = window.driver().execute("return window.seenDialogs;", vec![]).await.expect("seen");
    let seen: Vec<String> = seen.convert().expect("texts");
    assert!(!seen.is_empty(), "the watch sees what is asked");
    assert!(seen.iter().all(|text| text.contains("db-1")), "a hostile link asks nothing: {seen:?}");
    assert_eq!(cloud.proof(), "", "nothing was opened without a yes");
    assert!(!cloud.ssh().log().contains("Accepted"), "{}", cloud.ssh().log());

    window.click("confirm-ok").await.expect("confirmed");
    let opened = format!("session of {}", SshServer::user());
    until("the session", || cloud.proof().contains(&opened)).await;
    assert_eq!(cloud.proof().matches(&opened).count(), 1, "one yes is one session");
    window.close().await.expect("closed");
}
