//! A Hetzner server in the normal form.

use std::collections::BTreeMap;

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Machine, MachineState, Timestamp};
use serde::Deserialize;

use crate::normal;

/// The fields used of <https://docs.hetzner.cloud/reference/cloud#servers>.
#[derive(Deserialize)]
pub(super) struct Server {
    id: u64,
    name: Option<String>,
    status: Option<String>,
    created: Option<String>,
    /// Where the server is; older replies tell it by the datacenter only.
    location: Option<Location>,
    datacenter: Option<Datacenter>,
    server_type: Option<ServerType>,
    image: Option<Image>,
    public_net: Option<PublicNet>,
    private_net: Option<Vec<PrivateNet>>,
    labels: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct Location {
    name: String,
}

#[derive(Deserialize)]
struct Datacenter {
    name: String,
    location: Location,
}

#[derive(Deserialize)]
struct ServerType {
    name: String,
    cores: Option<u32>,
    /// In GiB.
    memory: Option<f64>,
}

#[derive(Deserialize)]
struct Image {
    name: Option<String>,
    description: Option<String>,
    os_flavor: Option<String>,
}

#[derive(Deserialize)]
struct PublicNet {
    ipv4: Option<Address>,
    ipv6: Option<Address>,
}

#[derive(Deserialize)]
struct Address {
    ip: Option<String>,
}

#[derive(Deserialize)]
struct PrivateNet {
    ip: Option<String>,
}

/// Every server of a page, with its document.
///
/// # Errors
/// `bad_response` for a server without an id.
pub(super) fn of_page(
    account: &Account,
    call: &Call,
    page: Vec<Document<Server>>,
) -> Result<Vec<(Machine, String)>, Failure> {
    normal::page(page, |server| machine(account, call, server))
}

fn machine(account: &Account, call: &Call, server: Server) -> Result<Machine, Failure> {
    let mut machine = normal::machine(account, server.id.to_string(), call)?;
    if let Some(name) = normal::text(server.name) {
        machine.name = name;
    }
    machine.raw_state = server.status.unwrap_or_default();
    machine.state = state(&machine.raw_state);
    let location = server.location.map(|location| location.name);
    if let Some(datacenter) = server.datacenter {
        machine.zone = normal::text(Some(datacenter.name));
        machine.region = datacenter.location.name;
    }
    machine.region = location.unwrap_or(machine.region);
    if let Some(kind) = server.server_type {
        machine.instance_type = kind.name;
        machine.vcpus = kind.cores;
        machine.memory_mib = kind.memory.and_then(normal::mib_of_gib);
    }
    if let Some(net) = server.public_net {
        normal::keep(&mut machine.public_ips, net.ipv4.and_then(|v4| v4.ip).as_deref());
        // The server's own address is the first of its /64, by the cloud's images.
        let first = net.ipv6.and_then(|v6| v6.ip).map(|net| net.replace("::/64", "::1"));
        normal::keep(&mut machine.public_ips, first.as_deref());
    }
    for net in server.private_net.unwrap_or_default() {
        normal::keep(&mut machine.private_ips, net.ip.as_deref());
    }
    if let Some(image) = server.image {
        machine.os = normal::os(&image.os_flavor.unwrap_or_default());
        machine.image = normal::text(image.name.or(image.description));
    }
    machine.launched_at = server.created.as_deref().and_then(Timestamp::parse);
    machine.tags = server.labels.unwrap_or_default();
    Ok(machine)
}

/// <https://docs.hetzner.cloud/reference/cloud#servers-get-a-server>, `status`.
fn state(word: &str) -> MachineState {
    match word {
        "running" => MachineState::Running,
        "initializing" | "starting" | "rebuilding" => MachineState::Starting,
        "stopping" => MachineState::Stopping,
        "off" => MachineState::Stopped,
        "deleting" => MachineState::Terminated,
        // `migrating` says nothing about whether it runs.
        _ => MachineState::Unknown,
    }
}
