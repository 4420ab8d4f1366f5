use nexus_model::{Machine, MachineKey, MachineState};

use super::{Around, Path, Verdict, Way, no};
use crate::names::{Host, title};

/// Another machine that leads to this one, as a preference names it, or as its own name does.
pub(super) struct Jump;

/// Names and tags that people give to machines for this use.
const NAMES: [&str; 5] = ["bastion", "jump", "jumphost", "jump-host", "jumpbox"];

impl Way for Jump {
    fn consider(&self, machine: &Machine, around: &Around<'_>) -> Verdict {
        let Some(host) = inner_host(machine) else {
            return no("It has no address that a jump host could reach.");
        };
        let chosen = around.preferences.of(machine).jump;
        let via = match &chosen {
            Some(key) => around.machines.iter().find(|one| key.is(one)),
            None => named(machine, around.machines),
        };
        let Some(via) = via else {
            return no(match chosen {
                Some(_) => "The jump host that was chosen for it is no longer there.",
                None => "No jump host was chosen for it.",
            });
        };
        let name = title(&via.name);
        if super::check_state(via).is_err() {
            return no(format!("The jump host {name} does not run."));
        }
        let reason = match chosen {
            Some(_) => format!("{name} was chosen as its jump host."),
            None => format!("{name} is named as the jump host of its region."),
        };
        Verdict::Usable { path: Path::Jump { via: MachineKey::of(via), host }, push: None, reason }
    }
}

/// The address within the machine's network, or else its name there.
fn inner_host(machine: &Machine) -> Option<Host> {
    let private = machine.private_ips.iter().min_by_key(|address| address.is_ipv6());
    let address = private.or(machine.public_ips.first()).map(|address| Host::from(*address));
    address.or_else(|| machine.private_dns.as_deref()?.parse().ok())
}

/// The one running machine of the provider and region that is named as a jump host and has a
/// public address.
fn named<'a>(machine: &Machine, machines: &'a [Machine]) -> Option<&'a Machine> {
    let is_near = |one: &&Machine| {
        one.provider == machine.provider
            && one.region == machine.region
            && one.id != machine.id
            && one.state == MachineState::Running
            && !one.public_ips.is_empty()
    };
    let mut named = machines.iter().filter(is_near).filter(|one| is_named(one));
    let first = named.next()?;
    named.next().is_none().then_some(first)
}

fn is_named(machine: &Machine) -> bool {
    let is = |word: &str| NAMES.contains(&word.to_lowercase().as_str());
    let name = machine.name.split(['-', '_', '.', ' ']).any(is) || is(&machine.name);
    name || machine.tags.iter().any(|(key, value)| is(key) || is(value))
}
