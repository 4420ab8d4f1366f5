//! A server of Nova in the normal form.

use std::collections::BTreeMap;

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Machine, MachineState, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use crate::normal;

/// The fields used of <https://docs.openstack.org/api-ref/compute/#list-servers-detailed>. Of a
/// server in a part of the cloud that is down only the id, the status and `created` are told:
/// <https://docs.openstack.org/api-guide/compute/down_cells.html>.
#[derive(Deserialize)]
pub(super) struct Server {
    id: String,
    name: Option<String>,
    status: Option<String>,
    created: Option<String>,
    flavor: Option<Flavor>,
    /// An [`Image`], or an empty text for a server that was started from a volume.
    image: Option<Value>,
    addresses: Option<BTreeMap<String, Vec<Address>>>,
    #[serde(rename = "accessIPv4")]
    access_ipv4: Option<String>,
    #[serde(rename = "accessIPv6")]
    access_ipv6: Option<String>,
    metadata: Option<BTreeMap<String, String>>,
    tags: Option<Vec<String>>,
    #[serde(rename = "OS-EXT-AZ:availability_zone")]
    zone: Option<String>,
    #[serde(rename = "OS-SRV-USG:launched_at")]
    launched_at: Option<String>,
}

/// With its size and name from microversion 2.47 on, with its id before.
#[derive(Deserialize)]
struct Flavor {
    original_name: Option<String>,
    vcpus: Option<u32>,
    /// In MiB.
    ram: Option<u32>,
    id: Option<String>,
}

#[derive(Deserialize)]
struct Image {
    id: String,
    properties: Option<Properties>,
}

/// Told from microversion 2.98 on.
#[derive(Deserialize)]
struct Properties {
    os_distro: Option<String>,
    os_type: Option<String>,
}

#[derive(Deserialize)]
struct Address {
    addr: Option<String>,
    /// `fixed` or `floating`.
    #[serde(rename = "OS-EXT-IPS:type")]
    kind: Option<String>,
}

/// Every server of a page, with its document.
///
/// # Errors
/// `bad_response` for a server without an id.
pub(super) fn of_page(
    account: &Account,
    region: &str,
    call: &Call,
    page: Vec<Document<Server>>,
) -> Result<Vec<(Machine, String)>, Failure> {
    normal::page(page, |server| machine(account, region, call, server))
}

fn machine(
    account: &Account,
    region: &str,
    call: &Call,
    server: Server,
) -> Result<Machine, Failure> {
    let mut machine = normal::machine(account, server.id, call)?;
    if let Some(name) = normal::text(server.name) {
        machine.name = name;
    }
    machine.raw_state = server.status.unwrap_or_default();
    machine.state = state(&machine.raw_state);
    machine.region = region.to_owned();
    machine.zone = normal::text(server.zone);
    if let Some(flavor) = server.flavor {
        machine.instance_type = flavor.original_name.or(flavor.id).unwrap_or_default();
        machine.vcpus = flavor.vcpus;
        machine.memory_mib = flavor.ram;
    }
    let image = server.image.map(serde_json::from_value::<Image>);
    if let Some(Ok(Image { id, properties })) = image {
        machine.image = normal::text(Some(id));
        let told = properties.map(|told| [told.os_distro, told.os_type]);
        let told: Vec<_> = told.into_iter().flatten().flatten().collect();
        machine.os = normal::os(&told.join(" "));
    }
    let (public, private) = (&mut machine.public_ips, &mut machine.private_ips);
    for address in server.addresses.into_iter().flatten().flat_map(|(_, addresses)| addresses) {
        match address.kind.as_deref() {
            Some("floating") => normal::keep(public, address.addr.as_deref()),
            _ => normal::keep_by_range(public, private, address.addr.as_deref()),
        }
    }
    for address in [server.access_ipv4, server.access_ipv6] {
        normal::keep_by_range(public, private, address.as_deref());
    }
    machine.launched_at = server.launched_at.as_deref().and_then(normal::utc_without_zone);
    let created = || server.created.as_deref().and_then(Timestamp::parse);
    machine.launched_at = machine.launched_at.or_else(created);
    machine.tags = normal::bare_tags(server.tags);
    machine.tags.extend(server.metadata.unwrap_or_default());
    Ok(machine)
}

/// <https://docs.openstack.org/api-guide/compute/server_concepts.html#server-status>
fn state(word: &str) -> MachineState {
    match word {
        // It runs while its password is set, while it moves, from its rescue image, and until a
        // resize is confirmed.
        "ACTIVE" | "PASSWORD" | "MIGRATING" | "RESCUE" | "VERIFY_RESIZE" => MachineState::Running,
        "BUILD" | "REBUILD" => MachineState::Starting,
        // A resize takes it down and brings it up again.
        "REBOOT" | "HARD_REBOOT" | "RESIZE" | "REVERT_RESIZE" => MachineState::Rebooting,
        "PAUSED" | "SUSPENDED" => MachineState::Suspended,
        "SHUTOFF" | "SHELVED" | "SHELVED_OFFLOADED" => MachineState::Stopped,
        "DELETED" | "SOFT_DELETED" => MachineState::Terminated,
        "ERROR" => MachineState::Error,
        _ => MachineState::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use nexus_http::Call;
    use nexus_model::{Account, CloudId, Machine, MachineState, OsFamily, ProviderId};

    use super::of_page;
    use crate::openstack::nova::Servers;

    fn only(document: &str) -> Machine {
        let account = Account {
            provider: ProviderId::random(),
            cloud: CloudId::new("openstack"),
            auth: "password".into(),
            endpoint: None,
            fields: [].into(),
            secrets: [].into(),
        };
        let call = Call { operation: "List", region: None, host: "nova.example".into() };
        let page: Servers = serde_json::from_str(document).expect("the reference's own");
        let machines = of_page(&account, "RegionOne", &call, page.servers).expect("machines");
        machines.into_iter().next().expect("one").0
    }

    #[test]
    fn a_server_of_today_tells_everything() {
        let machine = only(include_str!("fixtures/servers_detail_2_100.json"));
        assert_eq!(machine.id, "f5dc173b-6804-445a-a6d8-c705dad5b5eb");
        assert_eq!((machine.vcpus, machine.memory_mib), (Some(1), Some(512)));
        assert_eq!((machine.instance_type.as_str(), machine.os), ("m1.tiny", OsFamily::Linux));
        assert_eq!(machine.zone.as_deref(), Some("us-west"));
        // The address for access and the floating one; 80fe:: of the sample is in no public range.
        assert_eq!(machine.public_ips.len(), 2);
        assert_eq!(machine.private_ips.len(), 2);
        let launched_at = machine.launched_at.map(|at| at.to_string());
        assert_eq!(launched_at.as_deref(), Some("2013-09-23T13:53:12Z"));
        assert_eq!(machine.tags.len(), 2);
    }

    #[test]
    fn a_server_of_an_old_cloud_tells_its_flavour_by_id() {
        let machine = only(include_str!("fixtures/servers_detail_2_1.json"));
        assert_eq!((machine.instance_type.as_str(), machine.vcpus), ("1", None));
        assert!(machine.image.is_none(), "it was started from a volume");
        assert_eq!(machine.os, OsFamily::Unknown);
    }

    #[test]
    fn a_server_in_a_cell_that_is_down_is_not_lost() {
        let machine = only(include_str!("fixtures/servers_detail_2_69.json"));
        assert_eq!(machine.state, MachineState::Unknown);
        assert_eq!((machine.name.clone(), machine.raw_state.as_str()), (machine.id, "UNKNOWN"));
    }
}
