//! A Compute Engine instance in the normal form.

use std::collections::BTreeMap;

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Machine, MachineState, OsFamily, Timestamp};
use serde::Deserialize;
use url::Url;

use super::machine_type;
use crate::normal;

/// The fields used of <https://docs.cloud.google.com/compute/docs/reference/rest/v1/instances#Instance>.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Instance {
    /// A number of 64 bits, written as text.
    id: String,
    name: Option<String>,
    status: Option<String>,
    /// Address of the type, of which the name is the last part.
    machine_type: Option<String>,
    creation_timestamp: Option<String>,
    last_start_timestamp: Option<String>,
    /// Only told if it was chosen.
    hostname: Option<String>,
    labels: Option<BTreeMap<String, String>>,
    tags: Option<Tags>,
    network_interfaces: Option<Vec<NetworkInterface>>,
    disks: Option<Vec<Disk>>,
}

/// Network tags, which firewall rules select by.
#[derive(Deserialize)]
struct Tags {
    items: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NetworkInterface {
    #[serde(rename = "networkIP")]
    network_ip: Option<String>,
    /// The internal one.
    ipv6_address: Option<String>,
    access_configs: Option<Vec<AccessConfig>>,
    ipv6_access_configs: Option<Vec<AccessConfig>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccessConfig {
    #[serde(rename = "natIP")]
    nat_ip: Option<String>,
    external_ipv6: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Disk {
    boot: Option<bool>,
    /// Addresses of the licenses of the image that the disk was made of.
    licenses: Option<Vec<String>>,
    guest_os_features: Option<Vec<Feature>>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// Where the instances of a page are.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) project: &'a str,
    pub(super) region: &'a str,
    pub(super) zone: &'a str,
}

/// Every instance of a zone, with its document.
///
/// # Errors
/// `bad_response` for an instance without an id.
pub(super) fn of_zone(
    account: &Account,
    call: &Call,
    place: Place<'_>,
    instances: Vec<Document<Instance>>,
) -> Result<Vec<(Machine, String)>, Failure> {
    normal::page(instances, |instance| machine(account, call, place, instance))
}

fn machine(
    account: &Account,
    call: &Call,
    place: Place<'_>,
    instance: Instance,
) -> Result<Machine, Failure> {
    let mut machine = normal::machine(account, instance.id, call)?;
    if let Some(name) = normal::text(instance.name) {
        machine.console_url = console_url(place, &name);
        machine.name = name;
    }
    machine.raw_state = instance.status.unwrap_or_default();
    machine.state = state(&machine.raw_state);
    machine.region = place.region.to_owned();
    machine.zone = Some(place.zone.to_owned());
    machine.instance_type = last(&instance.machine_type.unwrap_or_default()).to_owned();
    (machine.vcpus, machine.memory_mib) = machine_type::size(&machine.instance_type);
    for interface in instance.network_interfaces.unwrap_or_default() {
        normal::keep(&mut machine.private_ips, interface.network_ip.as_deref());
        normal::keep(&mut machine.private_ips, interface.ipv6_address.as_deref());
        let v4 = interface.access_configs.unwrap_or_default();
        for external in v4.into_iter().chain(interface.ipv6_access_configs.unwrap_or_default()) {
            normal::keep(&mut machine.public_ips, external.nat_ip.as_deref());
            normal::keep(&mut machine.public_ips, external.external_ipv6.as_deref());
        }
    }
    let disks = instance.disks.unwrap_or_default();
    if let Some(disk) = disks.into_iter().find(|disk| disk.boot == Some(true)) {
        (machine.image, machine.os) = system(&disk);
    }
    machine.private_dns = normal::text(instance.hostname);
    let started = instance.last_start_timestamp.or(instance.creation_timestamp);
    machine.launched_at = started.as_deref().and_then(Timestamp::parse);
    machine.tags = normal::bare_tags(instance.tags.and_then(|tags| tags.items));
    machine.tags.extend(instance.labels.unwrap_or_default());
    Ok(machine)
}

/// The boot disk's first license, which is named after the image's family, and what it tells.
fn system(disk: &Disk) -> (Option<String>, OsFamily) {
    let licenses = disk.licenses.as_deref().unwrap_or_default();
    let image = normal::text(licenses.first().map(|license| last(license)));
    let mut features = disk.guest_os_features.iter().flatten();
    let is_windows = features.any(|feature| feature.kind.as_deref() == Some("WINDOWS"));
    let mut named = licenses.iter().map(|license| normal::os(license));
    let named = named.find(|family| *family != OsFamily::Unknown);
    let os = if is_windows { OsFamily::Windows } else { named.unwrap_or_default() };
    (image, os)
}

/// The name at the end of an address.
fn last(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or_default()
}

fn console_url(place: Place<'_>, name: &str) -> Option<String> {
    let mut url = Url::parse("https://console.cloud.google.com/compute/instancesDetail").ok()?;
    url.path_segments_mut().ok()?.extend(["zones", place.zone, "instances", name]);
    url.query_pairs_mut().append_pair("project", place.project);
    Some(url.into())
}

/// <https://docs.cloud.google.com/compute/docs/instances/instance-lifecycle>. TERMINATED is Google's
/// word for a machine that is stopped and can be started again.
fn state(word: &str) -> MachineState {
    match word {
        "RUNNING" => MachineState::Running,
        // PENDING waits for capacity.
        "PENDING" | "PROVISIONING" | "STAGING" => MachineState::Starting,
        "PENDING_STOP" | "STOPPING" | "SUSPENDING" | "DEPROVISIONING" => MachineState::Stopping,
        "STOPPED" | "TERMINATED" => MachineState::Stopped,
        "SUSPENDED" => MachineState::Suspended,
        // Its host broke down, and it is not usable until it is moved to another.
        "REPAIRING" => MachineState::Error,
        _ => MachineState::Unknown,
    }
}

#[cfg(test)]
#[path = "machines_tests.rs"]
mod tests;
