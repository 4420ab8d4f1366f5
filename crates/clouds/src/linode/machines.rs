//! A Linode in the normal form.

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Machine, MachineState};
use serde::Deserialize;

use crate::normal;

/// The fields used of <https://techdocs.akamai.com/linode-api/reference/get-linode-instances>.
#[derive(Deserialize)]
pub(super) struct Linode {
    id: u64,
    label: Option<String>,
    status: Option<String>,
    region: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    image: Option<String>,
    created: Option<String>,
    ipv4: Option<Vec<String>>,
    ipv6: Option<String>,
    tags: Option<Vec<String>>,
    specs: Option<Specs>,
}

#[derive(Deserialize)]
struct Specs {
    vcpus: Option<u32>,
    /// In MiB.
    memory: Option<u32>,
}

/// Every Linode of a page, with its document.
///
/// # Errors
/// `bad_response` for a Linode without an id.
pub(super) fn of_page(
    account: &Account,
    call: &Call,
    page: Vec<Document<Linode>>,
) -> Result<Vec<(Machine, String)>, Failure> {
    normal::page(page, |linode| machine(account, call, linode))
}

fn machine(account: &Account, call: &Call, linode: Linode) -> Result<Machine, Failure> {
    let id = linode.id.to_string();
    let mut machine = normal::machine(account, id.clone(), call)?;
    if let Some(name) = normal::text(linode.label) {
        machine.name = name;
    }
    machine.raw_state = linode.status.unwrap_or_default();
    machine.state = state(&machine.raw_state);
    machine.region = linode.region.unwrap_or_default();
    machine.instance_type = linode.kind.unwrap_or_default();
    if let Some(specs) = linode.specs {
        machine.vcpus = specs.vcpus;
        machine.memory_mib = specs.memory;
    }
    // One list holds the public and the private addresses.
    for address in linode.ipv4.unwrap_or_default() {
        normal::keep_by_range(&mut machine.public_ips, &mut machine.private_ips, Some(&address));
    }
    normal::keep(&mut machine.public_ips, linode.ipv6.as_deref());
    machine.os = normal::os(linode.image.as_deref().unwrap_or_default());
    machine.image = normal::text(linode.image);
    machine.launched_at = linode.created.as_deref().and_then(normal::utc_without_zone);
    machine.tags = normal::bare_tags(linode.tags);
    machine.console_url = Some(format!("https://cloud.linode.com/linodes/{id}"));
    Ok(machine)
}

/// <https://techdocs.akamai.com/linode-api/reference/get-linode-instance>, `status`.
fn state(word: &str) -> MachineState {
    match word {
        "running" => MachineState::Running,
        "booting" | "provisioning" | "rebuilding" | "restoring" | "cloning" => {
            MachineState::Starting
        }
        "rebooting" => MachineState::Rebooting,
        "shutting_down" => MachineState::Stopping,
        "offline" | "stopped" => MachineState::Stopped,
        "billing_suspension" => MachineState::Suspended,
        "deleting" => MachineState::Terminated,
        // `migrating` and `resizing` say nothing about whether it runs.
        _ => MachineState::Unknown,
    }
}
