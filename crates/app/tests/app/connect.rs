//! From a machine to a session with a real OpenSSH server, and what is kept of it.

use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use nexus_app::{App, ConnectRequest, NewProvider, Preferences, PtyEvent, TerminalSize};
use nexus_model::{
    AuditAction, AuditOutcome, CloudId, ErrorCode, MachineKey, MachineState, PowerAction, Settings,
};
use nexus_testkit::{Reachable, SshServer};
use serde_json::json;

use crate::bench::{Bench, secrets};

/// For a session to come about and end, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub const SIZE: TerminalSize = TerminalSize { columns: 80, rows: 24 };

/// One machine at a real server, in the app's list.
pub struct Stage {
    bench: Bench,
    cloud: Reachable,
    machine: MachineKey,
}

impl Stage {
    async fn set() -> Self {
        Self::of(&["web-1"]).await
    }

    /// With machines of these names, the first of which is the one that is meant.
    pub async fn of(names: &[&str]) -> Self {
        let (bench, cloud) = (Bench::open().await, Reachable::start(names));
        let app = &bench.app;
        let new = NewProvider {
            cloud: CloudId::new("hetzner"),
            auth: "token".into(),
            name: "Hetzner".into(),
            endpoint: Some(cloud.url()),
            fields: [].into(),
            secrets: secrets(&[("token", Reachable::TOKEN)]),
        };
        let id = app.add_provider(new).await.expect("kept").provider.id;
        app.refresh(id).await.expect("listed");
        let prefer = json!({
            "user": SshServer::user(),
            "port": cloud.ssh().address().port(),
            "identity": cloud.identity(),
        });
        let rule = json!([{"scope": {"of": "provider", "id": id}, "prefer": prefer}]);
        let preferences: Preferences = serde_json::from_value(rule).expect("a rule");
        app.set_connect_preferences(&preferences).await.expect("kept");
        let machine = MachineKey::of(&app.machine_named(names[0], None).await.expect("listed"));
        Self { bench, cloud, machine }
    }

    pub fn app(&self) -> &App {
        &self.bench.app
    }

    fn request(&self, command: &str) -> ConnectRequest {
        let command = vec![command.to_owned()];
        ConnectRequest { command, ..ConnectRequest::of(self.machine.clone()) }
    }

    /// What a command on the machine says, and the status it ends with.
    async fn run(&self, request: ConnectRequest) -> (String, i32) {
        let (tell, told) = channel();
        let events = move |event| drop(tell.send(event));
        let opened = self.app().open_terminal(request, SIZE, events).await.expect("a session");
        assert_eq!((opened.machine.as_str(), opened.user), ("web-1", SshServer::user()));
        tokio::task::block_in_place(|| all(&told))
    }

    async fn state(&self) -> MachineState {
        self.app().machine_named("web-1", None).await.expect("listed").state
    }

    /// How often an action is in the audit log, as done.
    async fn noted(&self, action: AuditAction) -> usize {
        let log = self.app().activity(None, 100).await.expect("the log");
        let done = log.iter().filter(|entry| entry.event.outcome == AuditOutcome::Done);
        done.filter(|entry| entry.event.action == action).count()
    }
}

fn all(told: &Receiver<PtyEvent>) -> (String, i32) {
    let mut said = String::new();
    loop {
        match told.recv_timeout(PATIENCE).expect("the session ends") {
            PtyEvent::Output { text } => said += &text,
            PtyEvent::Ended { status } => return (said, status),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_machine_is_started_and_then_connected_to() {
    let stage = Stage::set().await;
    let stop = vec![stage.machine.clone()];
    stage.app().machines_power(stop, PowerAction::Stop).await.expect("asked");
    assert_eq!(
        (stage.state().await, stage.cloud.status("web-1").as_str()),
        (MachineState::Stopped, "off")
    );

    let read_only = |read_only| Settings { read_only, ..Settings::default() };
    stage.app().set_settings(read_only(true)).await.expect("kept");
    let start = || ConnectRequest { start: true, ..stage.request("echo reached") };
    let refused = stage.app().open_terminal(start(), SIZE, |_| {}).await.expect_err("refused");
    assert_eq!(refused.code, ErrorCode::PermissionDenied);
    assert_eq!(stage.cloud.status("web-1"), "off");
    assert_eq!(stage.cloud.ssh().log(), "", "nobody has knocked");
    stage.app().set_settings(read_only(false)).await.expect("kept");

    let (said, status) = stage.run(start()).await;
    assert!(said.contains("reached"), "{said}");
    assert_eq!((status, stage.state().await), (0, MachineState::Running));
    assert_eq!(stage.cloud.status("web-1"), "running");
    assert_eq!(stage.noted(AuditAction::MachineStart).await, 1);
    assert_eq!(stage.noted(AuditAction::Connect).await, 1);

    // One that runs is not asked to start again.
    let (_, status) = stage.run(ConnectRequest { start: true, ..stage.request("exit 7") }).await;
    assert_eq!((status, stage.noted(AuditAction::MachineStart).await), (7, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_key_is_pinned_shown_and_forgotten() {
    let stage = Stage::set().await;
    let app = stage.app();
    assert_eq!(app.host_keys(&stage.machine).await.expect("none"), []);
    assert_eq!(stage.run(stage.request("true")).await.1, 0);
    let pinned = app.host_keys(&stage.machine).await.expect("one");
    assert_eq!(pinned.len(), 1);
    assert_eq!(pinned[0].fingerprint, stage.cloud.ssh().fingerprint());

    stage.cloud.ssh().change_host_key();
    let (said, status) = stage.run(stage.request("echo reached")).await;
    assert!(said.contains("REMOTE HOST IDENTIFICATION HAS CHANGED"), "{said}");
    assert!(status == 255 && !said.contains("reached"), "{status}: {said}");

    app.forget_host_key(&stage.machine).await.expect("forgotten");
    assert_eq!(app.host_keys(&stage.machine).await.expect("none"), []);
    assert_eq!(stage.noted(AuditAction::HostKeyForget).await, 1);
    assert_eq!(stage.run(stage.request("true")).await.1, 0, "the new one is pinned");
    let pinned = app.host_keys(&stage.machine).await.expect("one");
    assert_eq!(pinned[0].fingerprint, stage.cloud.ssh().fingerprint());

    let gone = MachineKey { id: "999".into(), ..stage.machine.clone() };
    let unknown = app.forget_host_key(&gone).await.expect_err("no such machine");
    assert_eq!(unknown.code, ErrorCode::NotFound);
    app.lock_vault("a test").await.expect("locked");
    let locked = app.forget_host_key(&stage.machine).await.expect_err("locked");
    assert_eq!(locked.code, ErrorCode::Locked);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_to_type_connects_in_a_shell() {
    let stage = Stage::set().await;
    let line = stage.app().connect_command(&stage.machine).await.expect("a command");
    let port = stage.cloud.ssh().address().port();
    assert!(line.starts_with("ssh -i "), "{line}");
    assert!(line.ends_with(&format!("-p {port} {}@127.0.0.1", SshServer::user())), "{line}");
    // As a person types it, but that their own known hosts are left alone.
    let typed = format!(
        "{line} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes \
         echo reached"
    );
    let said = Command::new("sh").arg("-c").arg(&typed).output().expect("a shell");
    assert_eq!(String::from_utf8_lossy(&said.stdout), "reached\n", "{typed}: {said:?}");
    assert_eq!(stage.noted(AuditAction::Connect).await, 0, "nothing was run");

    stage.app().lock_vault("a test").await.expect("locked");
    let locked = stage.app().connect_command(&stage.machine).await.expect_err("locked");
    assert_eq!(locked.code, ErrorCode::Locked);
}
