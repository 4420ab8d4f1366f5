//! Whole listings: nothing missing, pages crossed, dead regions named, cancelled for real.

use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};

use nexus_clouds::{Cloud, Listing, ListingSink};
use nexus_model::{Account, ErrorCode, Machine, MachineState, OsFamily};
use nexus_testkit::{Effect, Fleet, Gateway, Match, Moto, aws_error, seed};
use tokio::sync::mpsc;

use crate::{Told, any_key, assert_discreet, list};

#[tokio::test(flavor = "multi_thread")]
async fn every_seeded_machine_is_listed() {
    let moto = Moto::start();
    let seeding = Instant::now();
    let seeded = seed::fleet(&moto);
    let seeding = seeding.elapsed();
    let gateway = Gateway::start(moto.address());
    let account = any_key(&gateway.url());
    let cloud = crate::aws();

    let identity = cloud.check(&account).await.expect("a good key");
    assert_eq!(identity.account, "123456789012");
    assert!(identity.principal.starts_with("arn:aws:"), "{identity:?}");

    let listing = Instant::now();
    let told = list(&cloud, &account).await.expect("regions");
    eprintln!("seeded in {seeding:?}, listed in {:?}", listing.elapsed());
    assert!(told.failed.is_empty(), "{:?}", told.failed);
    assert_eq!(told.done.len(), told.regions.len());
    assert!(told.regions.len() >= 15, "{:?}", told.regions);
    let is_big = Match::any().region(seed::BIG_REGION).action("DescribeInstances");
    assert_eq!(gateway.count(&is_big), 2, "more than one page");
    assert_eq!(told.pages[seed::BIG_REGION], 2);

    assert_eq!(told.machines.len(), seeded.total());
    let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (machine, _) in &told.machines {
        let states = counts.entry(machine.region.clone()).or_default();
        *states.entry(machine.raw_state.clone()).or_default() += 1;
    }
    assert_eq!(counts, seeded.counts);
    let mut names: Vec<_> =
        told.machines.iter().map(|(one, _)| (one.name.clone(), one.region.clone())).collect();
    let mut expected = seeded.names.clone();
    names.sort();
    expected.sort();
    assert_eq!(names, expected);
    looks_like_a_machine(&told, &account);

    a_dead_region_is_named_beside_the_others(&gateway, &account, &seeded).await;
    a_dropped_listing_hangs_up(&gateway, &account).await;
}

fn looks_like_a_machine(told: &Told, account: &Account) {
    for (machine, raw) in &told.machines {
        assert_eq!(machine.provider, account.provider);
        let raw: serde_json::Value = serde_json::from_str(raw).expect("JSON");
        assert_eq!(raw["instanceId"], machine.id.as_str());
        assert_eq!(raw["instanceState"]["name"], machine.raw_state.as_str());
        assert!(raw["tagSet"].is_array() && raw["networkInterfaceSet"].is_array(), "{raw}");
    }
    let running = |(machine, _): &&(Machine, String)| machine.state == MachineState::Running;
    let (machine, _) = told.machines.iter().find(running).expect("one that runs");
    assert_eq!(machine.tags["Name"], machine.name);
    assert!(machine.tags.contains_key("env") && machine.tags.contains_key("role"));
    assert!(machine.zone.as_deref().is_some_and(|zone| zone.starts_with(&machine.region)));
    assert!(!machine.instance_type.is_empty());
    assert_eq!(machine.private_ips.len(), 1);
    assert_eq!(machine.public_ips.len(), 1);
    assert!(machine.private_dns.is_some() && machine.image.is_some());
    assert!(machine.launched_at.is_some_and(|at| at.age().whole_hours() == 0));
    let page = machine.console_url.as_deref().expect("a console page");
    assert!(page.contains(&machine.id) && page.contains(&machine.region), "{page}");
    let windows = told.machines.iter().filter(|(one, _)| one.os == OsFamily::Windows);
    assert!(windows.into_iter().all(|(one, _)| one.tags["role"] == "batch"));
}

async fn a_dead_region_is_named_beside_the_others(
    gateway: &Gateway,
    account: &Account,
    seeded: &seed::Seeded,
) {
    gateway.reset();
    let dead = Match::any().region(seed::BIG_REGION).action("DescribeInstances");
    gateway.rule(dead, Effect::Drop);
    let denied = Effect::Answer(aws_error::unauthorized());
    gateway.rule(Match::any().region("eu-central-1").action("DescribeInstances"), denied);
    let told = list(&crate::aws(), account).await.expect("regions");
    assert_eq!(told.failed.len(), 2);
    let dead = &told.failed[seed::BIG_REGION];
    assert_eq!(dead.code, ErrorCode::UnreachableRefused, "{dead:?}");
    assert_eq!(dead.region.as_deref(), Some(seed::BIG_REGION));
    assert_eq!(dead.operation, "DescribeInstances");
    let denied = &told.failed["eu-central-1"];
    assert_eq!(denied.code, ErrorCode::PermissionDenied);
    assert!(!denied.message.contains("4GIOHl"), "{}", denied.message);
    assert_discreet(dead, account);
    assert_discreet(denied, account);
    assert_eq!(told.done.len(), told.regions.len() - 2);
    let lost = seeded.in_region(seed::BIG_REGION) + seeded.in_region("eu-central-1");
    assert_eq!(told.machines.len(), seeded.total() - lost);
    gateway.reset();
}

/// Dropping the future ends the requests under way: the peer sees its connections close.
async fn a_dropped_listing_hangs_up(gateway: &Gateway, account: &Account) {
    gateway.rule(Match::any().action("DescribeInstances"), Effect::Stall);
    let (sink, mut pieces) = mpsc::channel(4);
    let account = account.clone();
    let task =
        tokio::spawn(async move { crate::aws().list(&account, &ListingSink::new(sink)).await });
    assert!(matches!(pieces.recv().await, Some(Listing::Regions(_))));
    let under_way = Match::any().action("DescribeInstances");
    until("12 requests are under way", || gateway.count(&under_way) == 12).await;
    task.abort();
    until("every connection is closed", || gateway.connections() == 0).await;
    assert_eq!(gateway.count(&under_way), 12, "no region was begun after the end");
    assert!(pieces.recv().await.is_none());
    gateway.reset();
}

async fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !condition() {
        assert!(Instant::now() < deadline, "{what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_machines_arrive() {
    let fleet = Fleet::start(10_000);
    let account = any_key(&fleet.url());
    crate::aws().check(&account).await.expect("any key");
    let started = Instant::now();
    let told = list(&crate::aws(), &account).await.expect("regions");
    eprintln!("10,000 machines in {:?}", started.elapsed());
    assert!(told.failed.is_empty(), "{:?}", told.failed);
    assert_eq!(told.machines.len(), 10_000);
    assert_eq!(fleet.pages(), 16, "1,250 machines in each of 8 regions");
    let ids: HashSet<_> = told.machines.iter().map(|(one, _)| &one.id).collect();
    assert_eq!(ids.len(), 10_000);
    assert!(told.machines.iter().all(|(one, _)| one.vcpus == Some(2)));
    assert!(told.machines.iter().all(|(one, _)| one.os == OsFamily::Linux));
}
