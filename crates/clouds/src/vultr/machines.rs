//! A Vultr instance in the normal form.

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Machine, MachineState, Timestamp};
use serde::Deserialize;

use crate::normal;

/// The fields used of <https://www.vultr.com/api/#tag/instances/operation/list-instances>.
#[derive(Deserialize)]
pub(super) struct Instance {
    id: String,
    label: Option<String>,
    hostname: Option<String>,
    os: Option<String>,
    /// In MiB.
    ram: Option<u32>,
    vcpu_count: Option<u32>,
    main_ip: Option<String>,
    internal_ip: Option<String>,
    v6_main_ip: Option<String>,
    region: Option<String>,
    plan: Option<String>,
    date_created: Option<String>,
    status: Option<String>,
    power_status: Option<String>,
    tags: Option<Vec<String>>,
}

/// Every instance of a page, with its document.
///
/// # Errors
/// `bad_response` for an instance without an id.
pub(super) fn of_page(
    account: &Account,
    call: &Call,
    page: Vec<Document<Instance>>,
) -> Result<Vec<(Machine, String)>, Failure> {
    normal::page(page, |instance| machine(account, call, instance))
}

fn machine(account: &Account, call: &Call, instance: Instance) -> Result<Machine, Failure> {
    let mut machine = normal::machine(account, instance.id.clone(), call)?;
    if let Some(name) = normal::text(instance.label).or(normal::text(instance.hostname)) {
        machine.name = name;
    }
    let status = instance.status.unwrap_or_default();
    let power = instance.power_status.unwrap_or_default();
    machine.state = state(&status, &power);
    // The power's word tells nothing until the instance is active.
    machine.raw_state = if status == "active" { power } else { status };
    machine.region = instance.region.unwrap_or_default();
    machine.instance_type = instance.plan.unwrap_or_default();
    machine.vcpus = instance.vcpu_count;
    machine.memory_mib = instance.ram;
    normal::keep(&mut machine.public_ips, instance.main_ip.as_deref());
    normal::keep(&mut machine.public_ips, instance.v6_main_ip.as_deref());
    normal::keep(&mut machine.private_ips, instance.internal_ip.as_deref());
    machine.os = normal::os(instance.os.as_deref().unwrap_or_default());
    machine.image = normal::text(instance.os);
    machine.launched_at = instance.date_created.as_deref().and_then(Timestamp::parse);
    machine.tags = normal::bare_tags(instance.tags);
    machine.console_url = Some(format!("https://my.vultr.com/subs/?id={}", instance.id));
    Ok(machine)
}

/// `status` and `power_status` of <https://www.vultr.com/api/#tag/instances/operation/get-instance>.
fn state(status: &str, power: &str) -> MachineState {
    match (status, power) {
        ("pending", _) => MachineState::Starting,
        ("resizing", _) => MachineState::Rebooting,
        ("suspended", _) => MachineState::Suspended,
        ("active", "running") => MachineState::Running,
        ("active", "stopped") => MachineState::Stopped,
        _ => MachineState::Unknown,
    }
}
