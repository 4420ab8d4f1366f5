//! Machines of a real EC2 of moto's, stopped and started in the window.

use nexus_app::App;
use nexus_model::{Machine, MachineState};
use nexus_testkit::{Desktop, Moto, Window, seed};
use thirtyfour::Key;

use crate::session::{self, SANDBOX_SECRET};
use crate::tray::{add, with_vault};

/// Those of a region that are in a state, by name.
async fn running(app: &App, region: &str) -> Vec<Machine> {
    let mut machines = app.machines(None).await.expect("listed");
    machines.retain(|one| one.region == region && one.state == MachineState::Running);
    machines.sort_by(|one, other| one.name.cmp(&other.name));
    machines
}

fn row(machine: &Machine) -> String {
    format!("[data-testid='machine-row'][data-machine='{}']", machine.id)
}

/// Waits until a machine's row says something.
async fn row_says(window: &Window, machine: &Machine, word: &str) {
    let script = format!(
        "return document.querySelector(\"{}\")?.textContent.includes('{word}')",
        row(machine)
    );
    crate::keys::when(window, &format!("{word} at {}", machine.name), &script).await;
}

async fn text_of(window: &Window, test_id: &str) -> String {
    window.find(test_id).await.expect(test_id).text().await.expect("text")
}

/// Waits for a note that says something.
async fn told(window: &Window, words: &str) {
    let toasts = "[...document.querySelectorAll('[data-testid=toast]')]";
    let script = format!("return {toasts}.some((it) => it.textContent.includes('{words}'))");
    crate::keys::when(window, words, &script).await;
}

/// Adds a row to those that something is done with.
async fn pick(window: &Window, machine: &Machine) {
    let row = window.css(&row(machine)).await.expect("in the list");
    let actions = window.driver().action_chain().key_down(Key::Control);
    let actions = actions.click_element(&row).key_up(Key::Control);
    actions.perform().await.expect("picked");
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_are_stopped_and_started_after_a_yes_and_followed() {
    let moto = Moto::start();
    seed::small(&moto);
    let mut desktop = Desktop::start();
    let app = with_vault(&desktop).await;
    add(&app, "aws", "access_key", &moto.url(), ("secret_key", SANDBOX_SECRET)).await;
    let machines = running(&app, "eu-west-1").await;
    let [one, two, three] = &machines[..3] else { panic!("{machines:?}") };
    app.lock_vault("the window takes over").await.expect("locked");
    let window = session::open(&mut desktop).await;
    session::unlock(&window).await;

    // One, from its details. A question that is answered by no asks nothing of the cloud.
    window.css(&row(one)).await.expect("in the list").click().await.expect("opened");
    for answer in ["confirm-cancel", "confirm-ok"] {
        window.click("power-stop").await.expect("asked for");
        let asked = text_of(&window, "confirm-dialog").await;
        for part in [one.name.as_str(), "Sandbox aws", "eu-west-1"] {
            assert!(asked.contains(part), "{part} is not in {asked}");
        }
        row_says(&window, one, "Running").await;
        window.click(answer).await.expect("answered");
        window.gone("confirm-dialog").await.expect("closed");
    }
    row_says(&window, one, "Stopping…").await;
    row_says(&window, one, "Stopped").await;
    told(&window, &format!("{} is stopped", one.name)).await;
    window.click("power-start").await.expect("asked for");
    assert!(text_of(&window, "confirm-dialog").await.contains(&one.name));
    window.click("confirm-ok").await.expect("answered");
    row_says(&window, one, "Running").await;
    window.click("details-close").await.expect("closed");

    // Several, with one summary.
    for machine in [two, three] {
        pick(&window, machine).await;
    }
    window.click("selection-stop").await.expect("asked for");
    let asked = text_of(&window, "power-machines").await;
    assert!(asked.contains(&two.name) && asked.contains(&three.name), "{asked}");
    window.click("confirm-ok").await.expect("answered");
    for machine in [two, three] {
        row_says(&window, machine, "Stopped").await;
    }
    told(&window, "2 machines are stopped").await;
    window.click("selection-clear").await.expect("cleared");

    // Nothing in read-only mode.
    window.click("nav-settings").await.expect("the settings");
    let setting = window.find("setting-read-only").await.expect("the setting");
    setting.scroll_into_view().await.expect("in sight");
    setting.click().await.expect("switched");
    window.click("nav-machines").await.expect("the list");
    window.css(&row(one)).await.expect("in the list").click().await.expect("opened");
    for action in ["start", "stop", "reboot"] {
        let button = window.find(&format!("power-{action}")).await.expect("a button");
        assert!(!button.is_enabled().await.expect("a button"), "{action}");
    }
    assert_eq!(text_of(&window, "power-reason").await, "Read-only mode");
    window.close().await.expect("closed");
}
