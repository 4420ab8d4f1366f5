use nexus_http::{Call, Document};
use nexus_model::{Account, CloudId, MachineState, OsFamily, ProviderId};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Place, VirtualMachine, power_states};
use crate::azure::network::Network;

#[derive(Deserialize)]
struct List<T> {
    value: Vec<T>,
}

fn fixture<T: DeserializeOwned>(text: &str) -> Vec<T> {
    serde_json::from_str::<List<T>>(text).expect("a list").value
}

/// The reference's own replies, joined.
#[test]
fn what_four_lists_tell_comes_to_machines() {
    let account = Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("azure"),
        auth: "service_principal".into(),
        endpoint: None,
        fields: [].into(),
        secrets: [].into(),
    };
    let call = Call { operation: "VirtualMachines_ListAll", region: None, host: "h".into() };
    let states = power_states(fixture(include_str!("fixtures/virtual_machines_status.json")));
    let network = Network::new(
        fixture(include_str!("fixtures/network_interfaces.json")),
        fixture(include_str!("fixtures/public_ip_addresses.json")),
    );
    let portal = Some("https://portal.azure.com/#@contoso.com/resource");
    let place =
        Place { account: &account, call: &call, portal, states: &states, network: &network };
    let page: Vec<Document<VirtualMachine>> =
        fixture(include_str!("fixtures/virtual_machines.json"));
    let machines = place.of_page(page).expect("machines");
    let (windows, _) = &machines[0];
    assert_eq!((windows.name.as_str(), windows.region.as_str()), ("vm1", "eastus"));
    assert_eq!((windows.os, windows.state), (OsFamily::Windows, MachineState::Running));
    assert_eq!((windows.vcpus, windows.memory_mib), (Some(7), None));
    assert_eq!(
        windows.image.as_deref(),
        Some("MicrosoftWindowsServer:WindowsServer:2012-R2-Datacenter:4.127.20170406")
    );
    assert_eq!(windows.private_ips, ["172.20.2.4".parse::<std::net::IpAddr>().expect("one")]);
    assert_eq!(windows.public_ips, ["203.0.113.30".parse::<std::net::IpAddr>().expect("one")]);
    assert_eq!(windows.private_dns.as_deref(), Some("vm1.test.bx.internal.cloudapp.net"));
    assert_eq!(
        windows.console_url.as_deref(),
        Some(
            "https://portal.azure.com/#@contoso.com/resource/subscriptions/subid/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm1"
        )
    );
    let (linux, _) = &machines[1];
    assert_eq!((linux.os, linux.state), (OsFamily::Linux, MachineState::Suspended));
    assert_eq!(linux.raw_state, "Hibernated");
    assert_eq!((linux.vcpus, linux.zone.as_deref()), (None, Some("2")));
    assert!(linux.public_ips.is_empty(), "its dynamic address is not in use");
    assert!(linux.image.as_deref().is_some_and(|image| image.ends_with("/images/golden")));
    assert_eq!(linux.tags.len(), 1);
}
