//! Names from a cloud are data: machines of such names, through every door that leads to a session.
//! Each opens a session on the real server or is refused clearly, and in no case is anything run.

use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::Stdio;

use nexus_app::App;
use nexus_model::{Machine, MachineKey, Settings};
use nexus_testkit::{Desktop, Reachable, SshServer, TrayHost, TrayItem, Window};
use serde_json::json;
use thirtyfour::{By, Key};

use crate::keys::{chord, invoke, when};
use crate::session::{self, PASSWORD};
use crate::signin::hand_over;
use crate::tray::{add, prefer, until, with_vault};

/// The doors, and for each name what came of it.
const DOORS: [&str; 5] = ["tray item", "palette", "deep link", "nexus ssh", "tab"];

/// What is connected to between the hostile links, to see that they are done with.
const PLAIN: &str = "plain";

/// The names, each of which would make this file if it were taken for more than a name.
fn names(made: &Path) -> Vec<(&'static str, String)> {
    let made = made.display();
    vec![
        ("an option", format!("-oProxyCommand=touch {made}")),
        ("a command in $()", format!("$(touch {made})")),
        ("a command in backquotes", format!("`touch {made}`")),
        ("a second command", format!("a;touch {made}")),
        ("a second line", format!("b\nProxyCommand touch {made}")),
        ("quotes", format!("\" -oProxyCommand=\"touch {made}\" '")),
        ("a terminal's title", format!("\x1b]0;x\x07$(touch {made})")),
        ("300 characters", "a".repeat(300)),
        ("right to left", "\u{202e}bew\u{202c} خادم".into()),
    ]
}

/// Everything a door is tried with.
struct Stage {
    desktop: Desktop,
    cloud: Reachable,
    app: App,
    window: Window,
    tray: TrayHost,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_name_connects_or_is_refused_through_every_door() {
    let mut desktop = Desktop::start();
    let made = desktop.home().join("made");
    let names = names(&made);
    let all: Vec<_> = [PLAIN].into_iter().chain(names.iter().map(|(_, it)| it.as_str())).collect();
    let cloud = Reachable::start(&all);
    let app = with_vault(&desktop).await;
    let provider = add(&app, "hetzner", "token", &cloud.url(), ("token", Reachable::TOKEN)).await;
    prefer(&app, provider, &cloud).await;
    let tray = TrayHost::start(&desktop).await;
    let window = session::open(&mut desktop).await;
    session::unlock(&window).await;
    window.find("machine-row").await.expect("the machines");
    let stage = Stage { desktop, cloud, app, window, tray };

    let mut doors = vec![stage.by_tray().await, stage.by_palette().await];
    doors.push(stage.by_links(&names).await);
    doors.push(stage.by_terminal(&names).await);
    let settings = Settings { sessions_in_app: true, ..Settings::default() };
    invoke(&stage.window, "settings_set", json!({ "settings": settings })).await;
    doors.push(stage.by_tray().await);
    let tabs = stage.window.driver().find_all(By::Css("[data-testid='terminal-tab']")).await;
    assert_eq!(tabs.expect("tabs").len(), names.len() + 1, "a tab for each");

    println!("{:<26}{}", "", DOORS.map(|door| format!("{door:<11}")).concat());
    for ((what, _), at) in names.iter().zip(1..) {
        let line = doors
            .iter()
            .map(|door| format!("{:<11}", if door[at] { "connects" } else { "refused" }));
        println!("{what:<26}{}", line.collect::<String>());
    }
    assert!(!made.exists(), "something was run");
    // What a cloud names is only shown in the tray and the window; what is typed may be no name.
    for door in [0, 1, 4] {
        assert!(doors[door].iter().all(|connects| *connects), "{}: {:?}", DOORS[door], doors[door]);
    }
    stage.window.close().await.expect("closed");
}

impl Stage {
    /// Sessions that were opened so far.
    fn sessions(&self) -> usize {
        self.cloud.proof().matches(&format!("session of {}", SshServer::user())).count()
    }

    /// Which of the machines are connected to, by doing the same for each in turn: the first is the
    /// plain one, the others are in the order of the names.
    async fn by_tray(&self) -> Vec<bool> {
        let menu = self.tray.menu_when(|menu| running(menu).is_some()).await;
        let mut connects = vec![false; running(&menu).expect("machines").len()];
        let before = self.visits().await;
        for item in running(&menu).expect("machines") {
            let before = self.sessions();
            self.tray.click(item).await;
            until(&item.label, || self.sessions() > before).await;
        }
        self.note(&before, &mut connects).await;
        connects
    }

    async fn by_palette(&self) -> Vec<bool> {
        let before = self.visits().await;
        let mut connects = vec![false; before.len()];
        // Found by a tag of the person's own, since none of the names can be typed as it is.
        for id in 1..=before.len() {
            self.tag(id, &format!("door{id:02}")).await;
        }
        for id in 1..=before.len() {
            let sessions = self.sessions();
            chord(&self.window, &[Key::Control], 'k').await;
            self.window.fill("palette-input", &format!("door{id:02}")).await.expect("typed");
            let found =
                "return document.querySelectorAll('[data-testid=palette-row]').length === 1";
            when(&self.window, "the one machine", found).await;
            self.window.press(Key::Enter).await.expect("pressed");
            until("a session", || self.sessions() > sessions).await;
            self.window.gone("palette").await.expect("closed");
        }
        self.note(&before, &mut connects).await;
        connects
    }

    async fn tag(&self, id: usize, tag: &str) {
        let machines = self.app.machines(None).await.expect("listed");
        let machine = machines.iter().find(|machine| machine.id == id.to_string());
        let key = MachineKey::of(machine.expect("a machine"));
        let edit = json!({ "favourite": null, "note": null, "tags": [tag] });
        invoke(&self.window, "machines_mark", json!({ "machine": key, "edit": edit })).await;
    }

    async fn by_links(&self, names: &[(&str, String)]) -> Vec<bool> {
        let mut connects = vec![true];
        for (what, name) in names {
            let encoded: String = name.bytes().map(|byte| format!("%{byte:02x}")).collect();
            let link = format!("nexusvault://connect/{encoded}");
            let refused = self.app.ask_to_connect(&link).await.err();
            hand_over(&self.desktop, &link).await;
            if let Some(refused) = &refused {
                assert!(!refused.message.is_empty() && !refused.remedy.is_empty(), "{what}");
                hand_over(&self.desktop, &format!("nexusvault://connect/{PLAIN}")).await;
            }
            let asked = self.window.find("confirm-dialog").await.expect("it asks");
            let asked = asked.text().await.expect("text");
            assert_eq!(asked.contains(PLAIN), refused.is_some(), "{what}: {asked}");
            let sessions = self.sessions();
            self.window.click("confirm-ok").await.expect("confirmed");
            until(what, || self.sessions() > sessions).await;
            self.window.gone("confirm-dialog").await.expect("closed");
            connects.push(refused.is_none());
        }
        connects
    }

    /// By name, as a person types it into a shell that has quoted it rightly.
    async fn by_terminal(&self, names: &[(&str, String)]) -> Vec<bool> {
        let nexus = session::app().with_file_name("nexus");
        assert!(nexus.exists(), "{} is missing: cargo build --workspace", nexus.display());
        let password = self.desktop.home().join("password");
        let mut file = std::fs::OpenOptions::new();
        let file = file.write(true).create_new(true).mode(0o600).open(&password).expect("a file");
        std::io::Write::write_all(&mut { file }, PASSWORD.as_bytes()).expect("the password");
        let mut connects = vec![true];
        for (what, name) in names {
            let mut command = self.desktop.command(&nexus);
            command.env("NEXUS_PASSWORD_FILE", &password).stdin(Stdio::null());
            command.args(["ssh", name, "--", "echo", "reached"]);
            let ran = tokio::task::spawn_blocking(move || command.output()).await.expect("it ends");
            let ran = ran.expect("nexus runs");
            let reached = ran.status.success() && ran.stdout == b"reached\n";
            let why = String::from_utf8_lossy(&ran.stderr).into_owned();
            assert!(reached || ran.status.code() == Some(2) && !why.is_empty(), "{what}: {ran:?}");
            connects.push(reached);
        }
        connects
    }

    /// How often each machine was connected to, by its place.
    async fn visits(&self) -> Vec<f64> {
        let mut machines: Vec<Machine> = self.app.machines(None).await.expect("listed");
        machines.sort_by_key(|machine| machine.id.parse::<usize>().unwrap_or_default());
        let marks = invoke(&self.window, "machines_marks", json!({})).await;
        let marks = marks.as_array().expect("marks");
        let of = |machine: &Machine| {
            let mark = marks.iter().find(|mark| mark["machine"]["id"] == machine.id.as_str());
            mark.and_then(|mark| mark["visits"]["weight"].as_f64()).unwrap_or_default()
        };
        machines.iter().map(of).collect()
    }

    async fn note(&self, before: &[f64], connects: &mut [bool]) {
        // The last visit is noted when its session has begun.
        let sessions = before.len() as f64;
        let deadline = std::time::Instant::now() + crate::tray::PATIENCE;
        let now = loop {
            let now = self.visits().await;
            let noted: f64 = now.iter().zip(before).map(|(now, before)| now - before).sum();
            if noted > sessions - 0.5 {
                break now;
            }
            assert!(std::time::Instant::now() < deadline, "{noted} visits of {sessions} are noted");
        };
        for (at, connects) in connects.iter_mut().enumerate() {
            *connects = now[at] > before[at] + 0.5;
        }
    }
}

fn running(menu: &TrayItem) -> Option<&[TrayItem]> {
    let provider = menu.items.iter().find(|item| item.label.starts_with("Sandbox hetzner"))?;
    Some(&provider.items)
}
