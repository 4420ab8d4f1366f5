//! Start, stop and reboot against a real EC2 of moto's.

use nexus_app::{App, AppEvent};
use nexus_model::{
    AuditAction, AuditOutcome, ErrorCode, Machine, MachineKey, MachineState, PowerAction, Settings,
};
use nexus_testkit::{Effect, Gateway, Match, Moto, aws_error, seed};

use crate::bench::{Bench, add, so_far, until};

/// One provider of moto's machines, listed.
struct Stage {
    _moto: Moto,
    gateway: Gateway,
    bench: Bench,
    /// Those that run.
    running: Vec<MachineKey>,
}

impl Stage {
    async fn open() -> Self {
        let moto = Moto::start();
        seed::small(&moto);
        let gateway = Gateway::start(moto.address());
        let bench = Bench::open().await;
        let id = add(&bench.app, "Production", &gateway).await.provider.id;
        bench.app.refresh(id).await.expect("listed");
        let running = in_state(&bench.app, MachineState::Running).await;
        Self { _moto: moto, gateway, bench, running }
    }
}

async fn machines(app: &App) -> Vec<Machine> {
    app.machines(None).await.expect("machines")
}

/// The machine of this key as it is listed now.
async fn now(app: &App, key: &MachineKey) -> MachineState {
    machines(app).await.iter().find(|machine| key.is(machine)).expect("it is there").state
}

/// Keys of the machines in a state.
async fn in_state(app: &App, state: MachineState) -> Vec<MachineKey> {
    let all = machines(app).await;
    all.iter().filter(|machine| machine.state == state).map(MachineKey::of).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_are_stopped_started_and_rebooted_until_they_settle() {
    let Stage { bench, gateway, running, .. } = &Stage::open().await;
    let app = &bench.app;
    let two = running[..2].to_vec();
    let mut events = app.events();

    let outcomes = app.machines_power(two.clone(), PowerAction::Stop).await.expect("outcomes");
    assert_eq!(outcomes.len(), 2);
    assert!(outcomes.iter().all(|one| one.failure.is_none()), "{outcomes:?}");
    assert!(outcomes.iter().all(|one| one.state == Some(MachineState::Stopped)), "{outcomes:?}");
    for key in &two {
        assert_eq!(now(app, key).await, MachineState::Stopped);
    }
    let told = until(&mut events, |event| {
        matches!(event, AppEvent::MachinePower { under_way: false, .. })
    })
    .await;
    let is_beginning = |event: &&AppEvent| {
        matches!(event, AppEvent::MachinePower { under_way: true, action: PowerAction::Stop, .. })
    };
    assert_eq!(told.iter().filter(is_beginning).count(), 2);
    let arrived = told.iter().any(|event| {
        let AppEvent::ResourcesListed { resources, .. } = event else { return false };
        let mut machines = resources.iter().filter_map(|resource| resource.as_machine());
        machines.any(|one| two[0].is(one) && one.state == MachineState::Stopped)
    });
    assert!(arrived, "the change is told by the listing");

    // What is stopped cannot be stopped again, and nobody is asked.
    gateway.reset();
    let again = app.machines_power(vec![two[0].clone()], PowerAction::Stop).await.expect("one");
    assert_eq!(again[0].failure.as_ref().map(|why| why.code), Some(ErrorCode::Conflict));
    assert_eq!(gateway.count(&Match::any()), 0);

    let outcomes = app.machines_power(vec![two[0].clone()], PowerAction::Start).await;
    assert_eq!(outcomes.expect("one")[0].state, Some(MachineState::Running));
    let outcomes = app.machines_power(vec![two[0].clone()], PowerAction::Reboot).await;
    assert_eq!(outcomes.expect("one")[0].failure, None);
    assert_eq!(gateway.count(&Match::any().action("RebootInstances")), 1);

    let log = app.activity(None, 100).await.expect("the log");
    let noted = |action| {
        let of_it = log.iter().filter(move |entry| entry.event.action == action);
        of_it.map(|entry| entry.event.outcome).collect::<Vec<_>>()
    };
    assert_eq!(noted(AuditAction::MachineStop), [AuditOutcome::Done, AuditOutcome::Done]);
    assert_eq!(noted(AuditAction::MachineStart), [AuditOutcome::Done]);
    assert_eq!(noted(AuditAction::MachineReboot), [AuditOutcome::Done]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_refused_does_not_keep_the_others_from_it() {
    let Stage { bench, gateway, running, .. } = &Stage::open().await;
    let app = &bench.app;
    let here = running.iter().find(|key| key.region == "eu-west-1").expect("one here").clone();
    let there = running.iter().find(|key| key.region == "us-east-1").expect("one there").clone();
    let gone = MachineKey { id: "i-0never".into(), ..here.clone() };
    let refused = Match::any().action("StopInstances").region("us-east-1");
    gateway.rule(refused, Effect::Answer(aws_error::unauthorized()));
    let asked = vec![here.clone(), there.clone(), gone.clone(), here.clone()];
    let outcomes = app.machines_power(asked, PowerAction::Stop).await.expect("outcomes");
    assert_eq!(outcomes.len(), 3, "once each");
    let of =
        |key: &MachineKey| outcomes.iter().find(|one| one.machine == *key).expect("it is told");
    assert_eq!(of(&here).failure, None);
    assert_eq!(of(&gone).failure.as_ref().map(|why| why.code), Some(ErrorCode::NotFound));
    let why = of(&there).failure.clone().expect("it may not");
    assert_eq!(why.code, ErrorCode::PermissionDenied);
    assert!(why.remedy.contains("ec2:StopInstances"), "{}", why.remedy);
    assert_eq!(now(app, &there).await, MachineState::Running);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_of_a_cloud_in_read_only_mode() {
    let Stage { bench, gateway, running, .. } = &Stage::open().await;
    let app = &bench.app;
    let settings = Settings { read_only: true, ..Settings::default() };
    app.set_settings(settings).await.expect("kept");
    gateway.reset();
    let mut events = app.events();
    for action in PowerAction::ALL {
        let refused = app.machines_power(running.clone(), action).await.expect_err("refused");
        assert_eq!(refused.code, ErrorCode::PermissionDenied);
        assert_eq!(refused.field.as_deref(), Some("read_only"));
    }
    assert_eq!(gateway.count(&Match::any()), 0);
    assert!(so_far(&mut events).is_empty());
}
