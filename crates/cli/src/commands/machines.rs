//! `nexus machines`

use nexus_model::{Machine, MachineState, Resource};

use super::resources::Kind;
use crate::output::Tone;

pub(crate) const MACHINES: Kind<Machine> = Kind {
    name: "machines",
    header: &["STATE", "NAME", "PROVIDER", "REGION", "TYPE", "PUBLIC", "PRIVATE", "LAUNCHED"],
    pick: |resource| match resource {
        Resource::Machine(machine) => Some(machine),
        Resource::Bucket(_) => None,
    },
    row,
};

fn row(provider: &str, machine: &Machine) -> Vec<(String, Tone)> {
    let (state, tone) = state(machine.state, &machine.raw_state);
    let first = |addresses: &[std::net::IpAddr]| {
        addresses.first().map_or_else(|| "-".to_owned(), ToString::to_string)
    };
    let launched = machine.launched_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
    vec![
        (state.to_owned(), tone),
        (machine.name.clone(), Tone::Plain),
        (provider.to_owned(), Tone::Plain),
        (machine.region.clone(), Tone::Plain),
        (machine.instance_type.clone(), Tone::Plain),
        (first(&machine.public_ips), Tone::Plain),
        (first(&machine.private_ips), Tone::Plain),
        (launched, Tone::Dim),
    ]
}

/// A state's word, or the cloud's own for one that is not known.
pub(crate) fn state(state: MachineState, raw: &str) -> (&str, Tone) {
    match state {
        MachineState::Running => ("running", Tone::Good),
        MachineState::Starting => ("starting", Tone::Attention),
        MachineState::Stopping => ("stopping", Tone::Attention),
        MachineState::Rebooting => ("rebooting", Tone::Attention),
        MachineState::Stopped => ("stopped", Tone::Dim),
        MachineState::Suspended => ("suspended", Tone::Dim),
        MachineState::Terminated => ("terminated", Tone::Dim),
        MachineState::Error => ("error", Tone::Bad),
        MachineState::Unknown => (raw, Tone::Attention),
    }
}
