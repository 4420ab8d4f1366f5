//! What a click waits for before OpenSSH is started, and the tray's menu, with 1,000 machines in
//! the vault. The figures are told; what they were once is in `docs/figures.md`.

use std::time::Instant;

use nexus_app::ConnectRequest;
use nexus_model::MachineKey;
use nexus_testkit::figures::tell;

use crate::connect::{SIZE, Stage};

const MACHINES: usize = 1000;
const TIMES: usize = 41;

#[tokio::test(flavor = "multi_thread")]
async fn a_session_among_a_thousand_machines_is_started_before_one_would_notice() {
    let names: Vec<_> = (0..MACHINES).map(|number| format!("web-{number:04}")).collect();
    let stage = Stage::of(&names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let app = stage.app();
    let machines = app.machines(None).await.expect("listed");

    let (mut listed, mut menus, mut started) = (Vec::new(), Vec::new(), Vec::new());
    for machine in machines.iter().cycle().step_by(37).take(TIMES) {
        let before = Instant::now();
        assert_eq!(app.machines(None).await.expect("listed").len(), MACHINES);
        listed.push(before.elapsed());
        let before = Instant::now();
        assert_eq!(app.quick_menu().await.expect("a menu").running[0].machines.len(), MACHINES);
        menus.push(before.elapsed());
        let request = ConnectRequest::of(MachineKey::of(machine));
        let before = Instant::now();
        let opened = app.open_terminal(request, SIZE, |_| {}).await.expect("a session");
        started.push(before.elapsed());
        app.close_terminal(opened.id);
    }
    tell("the listing read from the vault", listed);
    tell("what the tray's menu shows", menus);
    tell("asked for a session to ssh started", started);
}
