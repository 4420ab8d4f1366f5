//! A virtual machine in the normal form.

use std::collections::{BTreeMap, HashMap};

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Machine, MachineState, Timestamp};
use serde::Deserialize;

use super::network::{Network, Reference, key};
use crate::normal;

/// The fields used of <https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/list-all>.
#[derive(Deserialize)]
pub(super) struct VirtualMachine {
    id: String,
    name: Option<String>,
    location: Option<String>,
    zones: Option<Vec<String>>,
    tags: Option<BTreeMap<String, String>>,
    properties: Option<Properties>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    provisioning_state: Option<String>,
    time_created: Option<String>,
    hardware_profile: Option<HardwareProfile>,
    storage_profile: Option<StorageProfile>,
    network_profile: Option<NetworkProfile>,
}

/// Memory is not told, and processors only where they were chosen apart from the size.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HardwareProfile {
    vm_size: Option<String>,
    vm_size_properties: Option<VmSizeProperties>,
}

#[derive(Deserialize)]
struct VmSizeProperties {
    #[serde(rename = "vCPUsAvailable")]
    vcpus: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StorageProfile {
    image_reference: Option<ImageReference>,
    os_disk: Option<OsDisk>,
}

/// Either the four parts of an image of the marketplace, or the id of one's own.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ImageReference {
    publisher: Option<String>,
    offer: Option<String>,
    sku: Option<String>,
    version: Option<String>,
    id: Option<String>,
    shared_gallery_image_id: Option<String>,
    community_gallery_image_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OsDisk {
    os_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NetworkProfile {
    network_interfaces: Option<Vec<Reference>>,
}

/// A machine of the list that `statusOnly` asks for.
#[derive(Deserialize)]
pub(super) struct InstanceStatus {
    id: String,
    properties: Option<StatusProperties>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StatusProperties {
    instance_view: Option<InstanceView>,
}

#[derive(Deserialize)]
struct InstanceView {
    statuses: Option<Vec<Status>>,
}

#[derive(Deserialize)]
struct Status {
    /// Kind and word: `PowerState/running`.
    code: Option<String>,
}

/// Words for the machines' states, by the keys of their ids.
pub(super) type PowerStates = HashMap<String, String>;

/// The word of each machine's state. A hibernated machine is also a deallocated one:
/// <https://learn.microsoft.com/en-us/azure/virtual-machines/hibernate-resume>.
pub(super) fn power_states(list: Vec<InstanceStatus>) -> PowerStates {
    let word = |one: InstanceStatus| {
        let statuses = one.properties?.instance_view?.statuses?;
        let codes = || statuses.iter().filter_map(|status| status.code.as_deref());
        let of = |kind| codes().find_map(|code| code.strip_prefix(kind));
        let word = of("HibernationState/").filter(|word| *word == "Hibernated");
        Some((key(&one.id), word.or_else(|| of("PowerState/"))?.to_owned()))
    };
    list.into_iter().filter_map(word).collect()
}

/// What a page of machines needs to be understood.
pub(super) struct Place<'a> {
    pub(super) account: &'a Account,
    pub(super) call: &'a Call,
    /// The portal's address for the tenant's resources, but for their ids.
    pub(super) portal: Option<&'a str>,
    pub(super) states: &'a PowerStates,
    pub(super) network: &'a Network,
}

impl Place<'_> {
    /// Every machine of a page, with its document.
    ///
    /// # Errors
    /// `bad_response` for a machine without an id.
    pub(super) fn of_page(
        &self,
        page: Vec<Document<VirtualMachine>>,
    ) -> Result<Vec<(Machine, String)>, Failure> {
        normal::page(page, |machine| self.machine(machine))
    }

    fn machine(&self, vm: VirtualMachine) -> Result<Machine, Failure> {
        let mut machine = normal::machine(self.account, vm.id, self.call)?;
        if let Some(name) = normal::text(vm.name) {
            machine.name = name;
        }
        let properties = vm.properties.unwrap_or_default();
        let power = self.states.get(&key(&machine.id)).cloned();
        let provisioning = properties.provisioning_state.unwrap_or_default();
        (machine.state, machine.raw_state) = state(power, provisioning);
        machine.region = vm.location.unwrap_or_default();
        machine.zone = vm.zones.and_then(|zones| normal::text(zones.into_iter().next()));
        if let Some(hardware) = properties.hardware_profile {
            machine.instance_type = hardware.vm_size.unwrap_or_default();
            machine.vcpus = hardware.vm_size_properties.and_then(|size| size.vcpus);
        }
        if let Some(storage) = properties.storage_profile {
            machine.image = storage.image_reference.and_then(image);
            let family = storage.os_disk.and_then(|disk| disk.os_type);
            machine.os = normal::os(&family.unwrap_or_default());
        }
        let interfaces = properties.network_profile.and_then(|net| net.network_interfaces);
        self.network.describe(&mut machine, interfaces.unwrap_or_default());
        machine.launched_at = properties.time_created.as_deref().and_then(Timestamp::parse);
        machine.tags = vm.tags.unwrap_or_default();
        machine.console_url = self.portal.map(|portal| format!("{portal}{}", machine.id));
        Ok(machine)
    }
}

/// The state, and Azure's word for it. What a machine's provisioning has come to tells more than
/// its power while it is deleted, and is all there is of a machine that has no power state.
fn state(power: Option<String>, provisioning: String) -> (MachineState, String) {
    match (power, provisioning.as_str()) {
        (_, "Deleting") => (MachineState::Terminated, provisioning),
        (Some(power), _) => (power_state(&power), power),
        (None, "Creating") => (MachineState::Starting, provisioning),
        (None, "Failed") => (MachineState::Error, provisioning),
        (None, _) => (MachineState::Unknown, provisioning),
    }
}

/// <https://learn.microsoft.com/en-us/azure/virtual-machines/states-billing>.
fn power_state(word: &str) -> MachineState {
    match word {
        "running" => MachineState::Running,
        "creating" | "starting" => MachineState::Starting,
        "stopping" | "deallocating" => MachineState::Stopping,
        "stopped" | "deallocated" => MachineState::Stopped,
        "Hibernated" => MachineState::Suspended,
        _ => MachineState::Unknown,
    }
}

fn image(image: ImageReference) -> Option<String> {
    let parts = [image.publisher, image.offer, image.sku, image.version];
    let parts: Option<Vec<_>> = parts.into_iter().map(normal::text).collect();
    let ids = [image.id, image.shared_gallery_image_id, image.community_gallery_image_id];
    let urn = parts.map(|parts| parts.join(":"));
    urn.or_else(|| ids.into_iter().find_map(normal::text))
}

#[cfg(test)]
#[path = "machines_tests.rs"]
mod tests;
