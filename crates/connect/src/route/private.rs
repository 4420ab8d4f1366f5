use nexus_model::Machine;

use super::{Around, Path, Verdict, Way, no};

/// The machine's private address, where it was seen to answer: in the same network, or over a VPN.
pub(super) struct Private;

impl Way for Private {
    fn consider(&self, machine: &Machine, around: &Around<'_>) -> Verdict {
        let addresses = &machine.private_ips;
        if let Some(address) = addresses.iter().find(|one| around.reachable.contains(one)) {
            return Verdict::Usable {
                path: Path::Direct((*address).into()),
                push: None,
                reason: format!("Its private address {address} answers from here."),
            };
        }
        match addresses.first() {
            Some(address) => {
                no(format!("Its private address {address} does not answer from here."))
            }
            None => no("It has no private address."),
        }
    }
}
