use std::net::IpAddr;

use nexus_model::{Machine, MachineState};

use super::{Around, Path, Verdict, Way, missing, no};
use crate::Tool;

/// The address of the same host in a tailnet whose devices are listed here.
pub(super) struct Tailscale;

const CLOUD: &str = "tailscale";

impl Way for Tailscale {
    fn consider(&self, machine: &Machine, around: &Around<'_>) -> Verdict {
        let is_device = |one: &&Machine| one.cloud.as_str() == CLOUD;
        let device = if is_device(&machine) {
            Some(machine)
        } else {
            same_host(machine, around.machines.iter().filter(is_device))
        };
        let Some(device) = device else {
            return no("It is not in a tailnet that is listed here.");
        };
        let Some(address) = device.private_ips.iter().min_by_key(|one| one.is_ipv6()) else {
            return no("Its device in the tailnet has no address.");
        };
        if device.state != MachineState::Running {
            return no("Its device in the tailnet is offline.");
        }
        let tools = missing(around, &[Tool::Tailscale]);
        if !tools.is_empty() {
            return Verdict::Missing { tools };
        }
        Verdict::Usable {
            path: Path::Direct((*address).into()),
            push: None,
            reason: format!("It is in a tailnet as {address}."),
        }
    }
}

/// The one device with an address of the machine's, or else with its name. Two of the same name
/// could each be it, so neither is taken.
fn same_host<'a>(
    machine: &Machine,
    devices: impl Iterator<Item = &'a Machine> + Clone,
) -> Option<&'a Machine> {
    let own = |address: &IpAddr| {
        machine.public_ips.contains(address) || machine.private_ips.contains(address)
    };
    let shares = |device: &&Machine| device.public_ips.iter().chain(&device.private_ips).any(own);
    if let Some(device) = devices.clone().find(shares) {
        return Some(device);
    }
    let name = host_name(&machine.name);
    let mut named = devices.filter(|device| !name.is_empty() && host_name(&device.name) == name);
    let first = named.next()?;
    named.next().is_none().then_some(first)
}

/// A device's name is its host's, in lower case, with other characters as hyphens, and its
/// tailnet's name after a dot: <https://tailscale.com/kb/1098/machine-names>.
fn host_name(name: &str) -> String {
    let label = name.split('.').next().unwrap_or_default().to_lowercase();
    label.replace(|c: char| !c.is_alphanumeric(), "-").trim_matches('-').to_owned()
}
