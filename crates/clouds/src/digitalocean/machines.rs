//! A Droplet in the normal form.

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Machine, MachineState, Timestamp};
use serde::Deserialize;

use crate::normal;

/// The fields used of <https://docs.digitalocean.com/reference/api/reference/droplets/#droplets_list>.
#[derive(Deserialize)]
pub(super) struct Droplet {
    id: u64,
    name: Option<String>,
    status: Option<String>,
    /// In MiB.
    memory: Option<u32>,
    vcpus: Option<u32>,
    size_slug: Option<String>,
    created_at: Option<String>,
    region: Option<Region>,
    image: Option<Image>,
    networks: Option<Networks>,
    tags: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Region {
    slug: Option<String>,
}

#[derive(Deserialize)]
struct Image {
    distribution: Option<String>,
    name: Option<String>,
    slug: Option<String>,
}

#[derive(Deserialize)]
struct Networks {
    #[serde(default)]
    v4: Vec<Network>,
    #[serde(default)]
    v6: Vec<Network>,
}

#[derive(Deserialize)]
struct Network {
    ip_address: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// Every Droplet of a page, with its document.
///
/// # Errors
/// `bad_response` for a Droplet without an id.
pub(super) fn of_page(
    account: &Account,
    call: &Call,
    page: Vec<Document<Droplet>>,
) -> Result<Vec<(Machine, String)>, Failure> {
    normal::page(page, |droplet| machine(account, call, droplet))
}

fn machine(account: &Account, call: &Call, droplet: Droplet) -> Result<Machine, Failure> {
    let id = droplet.id.to_string();
    let mut machine = normal::machine(account, id.clone(), call)?;
    if let Some(name) = normal::text(droplet.name) {
        machine.name = name;
    }
    machine.raw_state = droplet.status.unwrap_or_default();
    machine.state = state(&machine.raw_state);
    machine.region = droplet.region.and_then(|region| region.slug).unwrap_or_default();
    machine.instance_type = droplet.size_slug.unwrap_or_default();
    machine.vcpus = droplet.vcpus;
    machine.memory_mib = droplet.memory;
    if let Some(networks) = droplet.networks {
        for network in networks.v4.into_iter().chain(networks.v6) {
            let public = network.kind.as_deref() == Some("public");
            let list = if public { &mut machine.public_ips } else { &mut machine.private_ips };
            normal::keep(list, network.ip_address.as_deref());
        }
    }
    if let Some(image) = droplet.image {
        machine.os = normal::os(&image.distribution.unwrap_or_default());
        machine.image = normal::text(image.slug.or(image.name));
    }
    machine.launched_at = droplet.created_at.as_deref().and_then(Timestamp::parse);
    machine.tags = normal::bare_tags(droplet.tags);
    machine.console_url = Some(format!("https://cloud.digitalocean.com/droplets/{id}"));
    Ok(machine)
}

/// <https://docs.digitalocean.com/reference/api/reference/droplets/#droplets_get>, `status`.
fn state(word: &str) -> MachineState {
    match word {
        "new" => MachineState::Starting,
        "active" => MachineState::Running,
        "off" => MachineState::Stopped,
        // Kept for a while after its end, and cannot be started again.
        "archive" => MachineState::Terminated,
        _ => MachineState::Unknown,
    }
}
