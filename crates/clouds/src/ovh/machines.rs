//! An instance in the normal form.

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Machine, MachineState, OsFamily, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::credential::Region;
use super::details::Known;
use crate::normal;

/// The fields used of `cloud.instance.Instance`:
/// <https://eu.api.ovh.com/console/?section=%2Fcloud&branch=v1#get-/cloud/project/-serviceName-/instance>.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Instance {
    id: String,
    name: Option<String>,
    status: Option<String>,
    region: Option<String>,
    availability_zone: Option<String>,
    created: Option<String>,
    /// With `image`, told of a single instance; a list tells the ids.
    flavor: Option<Flavor>,
    flavor_id: Option<String>,
    image: Option<Image>,
    image_id: Option<String>,
    ip_addresses: Option<Vec<IpAddress>>,
    /// The flavor's name, and how it is paid for: `b2-7.consumption`.
    plan_code: Option<String>,
    rescue_password: Option<Value>,
}

/// The fields used of `cloud.flavor.Flavor`.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Flavor {
    pub(super) id: Option<String>,
    name: Option<String>,
    vcpus: Option<u32>,
    ram: Option<u32>,
    os_type: Option<String>,
}

/// The fields used of `cloud.image.Image`.
#[derive(Clone, Deserialize)]
pub(super) struct Image {
    pub(super) id: Option<String>,
    name: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct IpAddress {
    ip: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// Where instances are.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) account: &'a Account,
    pub(super) project: &'a str,
    pub(super) region: Region,
}

/// Every instance of a project, with its document.
///
/// # Errors
/// `bad_response` for an instance without an id.
pub(super) fn of_page(
    place: Place<'_>,
    call: &Call,
    page: Vec<Document<Instance>>,
    known: &Known,
) -> Result<Vec<(Machine, String)>, Failure> {
    let page = page.into_iter().map(|one| match one.value.rescue_password {
        Some(_) => Document { json: without_password(&one.json), value: one.value },
        None => one,
    });
    normal::page(page.collect(), |instance| machine(place, call, instance, known))
}

/// The document without the password of a rescue system: nothing that is kept to be shown holds a
/// secret.
fn without_password(json: &str) -> String {
    let fields = serde_json::from_str::<Map<String, Value>>(json);
    let Ok(mut fields) = fields else { return Value::Null.to_string() };
    fields.insert("rescuePassword".into(), Value::Null);
    Value::Object(fields).to_string()
}

fn machine(
    place: Place<'_>,
    call: &Call,
    instance: Instance,
    known: &Known,
) -> Result<Machine, Failure> {
    let mut machine = normal::machine(place.account, instance.id, call)?;
    if let Some(name) = normal::text(instance.name) {
        machine.name = name;
    }
    machine.raw_state = instance.status.unwrap_or_default();
    machine.state = state(&machine.raw_state);
    machine.region = normal::text(instance.region).unwrap_or_else(|| place.project.to_owned());
    machine.zone = normal::text(instance.availability_zone);
    for one in instance.ip_addresses.unwrap_or_default() {
        let ip = one.ip.as_deref();
        match one.kind.as_deref() {
            Some("public" | "floating") => normal::keep(&mut machine.public_ips, ip),
            Some("private") => normal::keep(&mut machine.private_ips, ip),
            _ => normal::keep_by_range(&mut machine.public_ips, &mut machine.private_ips, ip),
        }
    }
    let flavor = instance.flavor.or_else(|| known.flavors.get(&instance.flavor_id?).cloned());
    let plan = instance.plan_code.as_deref().and_then(|plan| plan.split('.').next());
    let mut system = None;
    if let Some(flavor) = flavor {
        machine.vcpus = flavor.vcpus;
        machine.memory_mib = memory_mib(flavor.ram, flavor.vcpus);
        machine.instance_type = flavor.name.unwrap_or_default();
        system = flavor.os_type;
    }
    if machine.instance_type.is_empty() {
        machine.instance_type = plan.unwrap_or_default().to_owned();
    }
    let image = instance.image.or_else(|| known.images.get(&instance.image_id?).cloned());
    if let Some(image) = image {
        machine.image = normal::text(image.name);
        system = image.kind.or(system);
    }
    machine.os = os(system.as_deref(), machine.image.as_deref());
    machine.launched_at = instance.created.as_deref().and_then(Timestamp::parse);
    if place.account.endpoint.is_none() {
        machine.console_url = Some(place.region.instances_of(place.project));
    }
    Ok(machine)
}

/// `cloud.instance.InstanceStatusEnum`, whose words are OpenStack's:
/// <https://docs.openstack.org/api-guide/compute/server_concepts.html#server-status>.
fn state(word: &str) -> MachineState {
    match word {
        // In rescue mode it runs too, from another image; one whose resize waits to be confirmed
        // runs as well.
        "ACTIVE" | "PASSWORD" | "RESCUE" | "RESCUED" | "RESIZED" | "VERIFY_RESIZE" => {
            MachineState::Running
        }
        "BUILD" | "BUILDING" | "REBUILD" | "RESUMING" | "UNSHELVING" => MachineState::Starting,
        "SHELVING" => MachineState::Stopping,
        "SHUTOFF" | "STOPPED" | "SHELVED" | "SHELVED_OFFLOADED" => MachineState::Stopped,
        "PAUSED" | "SUSPENDED" => MachineState::Suspended,
        "REBOOT" | "HARD_REBOOT" | "RESIZE" | "REVERT_RESIZE" | "RESCUING" | "UNRESCUING" => {
            MachineState::Rebooting
        }
        "DELETED" | "DELETING" | "SOFT_DELETED" => MachineState::Terminated,
        "ERROR" => MachineState::Error,
        // `MIGRATING` and `SNAPSHOTTING` say nothing about whether it runs.
        _ => MachineState::Unknown,
    }
}

/// Memory in MiB. The reference documents GiB, and that is what one instance's flavor has; the list
/// of flavors has OpenStack's MiB. No flavor has 256 GiB for each vCPU, nor less than 256 MiB.
fn memory_mib(ram: Option<u32>, vcpus: Option<u32>) -> Option<u32> {
    let (ram, vcpus) = (ram?, vcpus?.max(1));
    if ram / vcpus < 256 { ram.checked_mul(1024) } else { Some(ram) }
}

/// By the type of the image or flavor (`linux`, `windows`, `baremetal-linux`), or the image's name.
fn os(system: Option<&str>, image: Option<&str>) -> OsFamily {
    match normal::os(system.unwrap_or_default()) {
        OsFamily::Unknown => normal::os(image.unwrap_or_default()),
        family => family,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{memory_mib, without_password};

    #[rstest]
    #[case(Some(7), Some(2), Some(7168))]
    #[case(Some(7000), Some(2), Some(7000))]
    #[case(Some(1520), Some(120), Some(1_556_480))]
    #[case(Some(2000), Some(1), Some(2000))]
    #[case(Some(7), None, None)]
    #[case(None, Some(2), None)]
    #[case(Some(u32::MAX / 4096), Some(u32::MAX), Some(1_073_740_800))]
    fn memory_is_told_in_one_of_two_units(
        #[case] ram: Option<u32>,
        #[case] vcpus: Option<u32>,
        #[case] mib: Option<u32>,
    ) {
        assert_eq!(memory_mib(ram, vcpus), mib);
    }

    #[test]
    fn a_rescue_password_is_not_kept() {
        let kept =
            without_password(r#"{"id": "a", "rescuePassword": "hunter2", "status": "RESCUED"}"#);
        let kept: serde_json::Value = serde_json::from_str(&kept).expect("JSON");
        let expected = serde_json::json!({"id": "a", "rescuePassword": null, "status": "RESCUED"});
        assert_eq!(kept, expected);
    }
}
