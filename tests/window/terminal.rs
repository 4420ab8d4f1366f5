//! Sessions in tabs of the window, on a real OpenSSH server.

use std::time::{Duration, Instant};

use nexus_model::Settings;
use nexus_testkit::{Desktop, Reachable, TrayHost, Window};
use thirtyfour::Key;

use crate::keys::{chord, typed, when};
use crate::session;
use crate::tray::{PATIENCE, add, prefer, with_vault};

/// Waits until the session shows a text.
pub async fn shows(window: &Window, text: &str) {
    let shown = "[data-testid=terminal-panel]:not(.hidden) .xterm-rows";
    let rows = format!("document.querySelector('{shown}')?.innerText ?? ''");
    when(window, text, &format!("return ({rows}).replaceAll('\\u00a0', ' ').includes('{text}')"))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_a_tab_is_typed_into_resized_and_ended() {
    let cloud = Reachable::start(&["web-1", "db-1"]);
    cloud.give_a_shell();
    let mut desktop = Desktop::start();
    let app = with_vault(&desktop).await;
    let provider = add(&app, "hetzner", "token", &cloud.url(), ("token", Reachable::TOKEN)).await;
    prefer(&app, provider, &cloud).await;
    let settings = Settings { sessions_in_app: true, ..Settings::default() };
    app.set_settings(settings).await.expect("kept");
    app.lock_vault("the window takes over").await.expect("locked");

    let window = session::open(&mut desktop).await;
    session::unlock(&window).await;
    window.find("machine-table").await.expect("the machines");
    chord(&window, &[Key::Control], 'k').await;
    window.fill("palette-input", "web-1").await.expect("typed");
    window.find("palette-row").await.expect("it is found");
    window.press(Key::Enter).await.expect("pressed");

    window.attribute_when("terminal-tab", "data-state", |is| is == "running").await.expect("opens");
    typed(&window, "PS1='$ '; clear; echo se''en\n").await;
    shows(&window, "seen").await;
    assert!(cloud.ssh().log().contains("Accepted publickey"));

    // The policy of the window refuses what xterm.js would write into the page by itself.
    typed(&window, "printf '\\033[38;2;1;2;3mtint\\033[0m \\303\\261 \\342\\202\\254\\n'\n").await;
    shows(&window, "tint ñ €").await;
    let styled = "const height = parseFloat(getComputedStyle( \
        document.querySelector('.xterm-rows > div')).height); return height > 10 && height < 30";
    when(&window, "the rows' height", styled).await;

    typed(&window, "echo wi''de $(stty size)\n").await;
    shows(&window, "wide ").await;
    let screen = "document.querySelector('.xterm-screen').clientWidth";
    let wide = when(&window, "its width", &format!("return {screen}")).await;
    window.driver().set_window_rect(0, 0, 900, 600).await.expect("smaller");
    when(&window, "a narrower screen", &format!("return {screen} < {wide}")).await;
    // The rows and columns the program knows of are those that are drawn.
    typed(&window, "clear; echo si''ze $(stty size | cut -d ' ' -f 1)\n").await;
    let drawn = "document.querySelectorAll('.xterm-rows > div').length";
    let known = format!(
        "return document.querySelector('.xterm-rows').innerText.includes('size ' + {drawn})"
    );
    when(&window, "the new size", &known).await;

    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("views");
    std::fs::create_dir_all(&folder).expect("a folder");
    typed(&window, "ls --color=always / | head -20; printf '\\033[31mred \\033[32mgreen \\033[33myellow \\033[34mblue \\033[35mmagenta \\033[36mcyan\\033[0m\\n'\n").await;
    shows(&window, "cyan").await;
    for theme in ["light", "dark"] {
        let paint = format!("document.documentElement.dataset.theme = '{theme}'; return true");
        when(&window, theme, &paint).await;
        window.screenshot(&folder.join(format!("terminal-{theme}.png"))).await.expect("a picture");
    }

    // The command key alone is the shell's: Ctrl+L clears, and locks nothing.
    chord(&window, &[Key::Control], 'l').await;
    when(
        &window,
        "a clear screen",
        "return !document.querySelector('.xterm-rows').innerText.includes('cyan')",
    )
    .await;
    typed(&window, "exit 5\n").await;
    window.find("terminal-end").await.expect("its end is told");
    let end = "return document.querySelector('[data-testid=terminal-end]').innerText.includes('5')";
    when(&window, "the status", end).await;
    window.click("terminal-reconnect").await.expect("once more");
    window.attribute_when("terminal-tab", "data-state", |is| is == "running").await.expect("opens");
    typed(&window, "echo la''ter\n").await;
    shows(&window, "later").await;

    chord(&window, &[Key::Control, Key::Shift], 'l').await;
    window.find("unlock-secret").await.expect("locked");
    let ended = || cloud.ssh().log().matches("Disconnected from").count();
    let deadline = Instant::now() + PATIENCE;
    while ended() < 2 && cloud.ssh().log().matches("Connection closed by").count() == 0 {
        assert!(Instant::now() < deadline, "the lock ended no session: {}", cloud.ssh().log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    window.close().await.expect("closed");
}

/// Names as people give them.
const NAMES: [&str; 4] = [
    "payments-api-production-eu-0001",
    "payments-db-production-eu-0001",
    "web-1",
    "ledger-worker-7",
];

/// Longest that the page may be deaf while a program writes without end.
const DEAF: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread")]
async fn tabs_are_opened_from_the_tray_and_a_flood_in_one_leaves_the_window_to_the_person() {
    let cloud = Reachable::start(&NAMES);
    cloud.give_a_shell();
    let mut desktop = Desktop::start();
    let app = with_vault(&desktop).await;
    let provider = add(&app, "hetzner", "token", &cloud.url(), ("token", Reachable::TOKEN)).await;
    prefer(&app, provider, &cloud).await;
    let settings = Settings { sessions_in_app: true, ..Settings::default() };
    app.set_settings(settings).await.expect("kept");
    app.lock_vault("the window takes over").await.expect("locked");
    let tray = TrayHost::start(&desktop).await;
    let window = session::open(&mut desktop).await;
    session::unlock(&window).await;
    window.driver().set_window_rect(0, 0, 900, 600).await.expect("smaller");

    let menu = tray.menu_when(|menu| menu.find("Sandbox hetzner (4)").is_some()).await;
    let running = &menu.find("Sandbox hetzner (4)").expect("machines").items;
    for (item, open) in running.iter().zip(1..) {
        tray.click(item).await;
        let tabs = "document.querySelectorAll('[data-testid=terminal-tab][data-state=running]')";
        when(&window, &item.label, &format!("return {tabs}.length === {open}")).await;
    }
    let inside = "const bar = document.querySelector('[role=tablist]').parentElement; \
        const close = document.querySelector('[data-testid=terminal-close]').getBoundingClientRect(); \
        return document.documentElement.scrollWidth <= innerWidth && close.right <= innerWidth \
            && bar.clientWidth <= innerWidth";
    when(&window, "tabs in the window", inside).await;
    typed(&window, "PS1='$ '; clear; echo re''ady\n").await;
    shows(&window, "ready").await;
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("views");
    std::fs::create_dir_all(&folder).expect("a folder");
    window.screenshot(&folder.join("terminal-tabs-900.png")).await.expect("a picture");

    typed(&window, "yes fl''ood | head -c 200M\n").await;
    shows(&window, "flood").await;
    let mut deaf = Duration::ZERO;
    for _ in 0..20 {
        let asked = Instant::now();
        window.driver().execute("return 1", Vec::new()).await.expect("an answer");
        deaf = deaf.max(asked.elapsed());
    }
    let pressed = Instant::now();
    chord(&window, &[Key::Control], 'c').await;
    typed(&window, "clear; echo sto''pped\n").await;
    shows(&window, "stopped").await;
    println!(
        "terminal: in a flood the page answers within {deaf:?}; it is stopped by Ctrl+C and the \
         next command has answered after {:?}",
        pressed.elapsed()
    );
    assert!(deaf < DEAF, "the page was deaf for {deaf:?}");
    window.close().await.expect("closed");
}
