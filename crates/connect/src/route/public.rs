use nexus_model::Machine;

use super::{Around, Path, Verdict, Way, no};

/// The machine's public address; IPv4 before IPv6, which fewer networks have.
pub(super) struct Public;

impl Way for Public {
    fn consider(&self, machine: &Machine, _: &Around<'_>) -> Verdict {
        let addresses = &machine.public_ips;
        let Some(address) = addresses.iter().min_by_key(|address| address.is_ipv6()) else {
            return no("It has no public address.");
        };
        Verdict::Usable {
            path: Path::Direct((*address).into()),
            push: None,
            reason: format!("It has the public address {address}."),
        }
    }
}
