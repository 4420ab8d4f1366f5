use nexus_http::Call;
use nexus_model::{Account, CloudId, Machine, MachineState, OsFamily, ProviderId};

use super::{Place, of_zone};
use crate::gcp::client::AggregatedList;

fn machines() -> Vec<Machine> {
    let page = include_str!("fixtures/aggregated_list.json");
    let mut page: AggregatedList = serde_json::from_str(page).expect("the fixture");
    let held = page.items.remove("zones/us-east1-c").expect("the zone");
    let account = Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("gcp"),
        auth: "service_account".into(),
        endpoint: None,
        fields: [].into(),
        secrets: [].into(),
    };
    let call = Call { operation: "instances.aggregatedList", region: None, host: "c".into() };
    let place = Place { project: "my-project-123", region: "us-east1", zone: "us-east1-c" };
    let instances = held.instances.expect("instances");
    let machines = of_zone(&account, &call, place, instances).expect("machines");
    machines.into_iter().map(|(machine, _)| machine).collect()
}

#[test]
fn an_instance_is_read() {
    let machine = &machines()[0];
    assert_eq!((machine.id.as_str(), machine.name.as_str()), ("5000000000000000001", "build-1"));
    assert_eq!((machine.state, machine.raw_state.as_str()), (MachineState::Stopped, "TERMINATED"));
    assert_eq!(
        (machine.region.as_str(), machine.zone.as_deref()),
        ("us-east1", Some("us-east1-c"))
    );
    assert_eq!((machine.vcpus, machine.memory_mib), (Some(4), None));
    assert_eq!(machine.instance_type, "n2-standard-4");
    assert_eq!(machine.os, OsFamily::Windows);
    assert_eq!(machine.image.as_deref(), Some("windows-server-2022-dc"));
    assert_eq!(machine.private_dns.as_deref(), Some("build.example.com"));
    assert_eq!(
        machine.launched_at.map(|at| at.to_string()).as_deref(),
        Some("2026-01-31T08:30:00Z")
    );
    let texts =
        |list: &[std::net::IpAddr]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(texts(&machine.private_ips), ["10.142.0.5", "fd20:1:2:3::", "10.200.0.5"]);
    assert_eq!(texts(&machine.public_ips), ["203.0.113.9"]);
    // A label wins over a network tag of its name.
    let tags: Vec<_> =
        machine.tags.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(tags, [("env", "prod"), ("http-server", ""), ("team", "build")]);
    assert_eq!(
        machine.console_url.as_deref(),
        Some(
            "https://console.cloud.google.com/compute/instancesDetail/zones/us-east1-c/instances/build-1?project=my-project-123"
        )
    );
}

#[test]
fn an_instance_without_addresses_or_system_is_kept() {
    let machine = &machines()[1];
    assert_eq!(machine.state, MachineState::Starting);
    assert!(machine.public_ips.is_empty() && machine.private_ips.is_empty());
    assert_eq!((machine.os, machine.image.as_deref()), (OsFamily::Unknown, None));
    assert!(machine.launched_at.is_some(), "its creation, before its first start");
}
