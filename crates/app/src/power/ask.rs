use std::collections::BTreeMap;

use nexus_clouds::Powered;
use nexus_connect::names::title;
use nexus_model::{AuditAction, Failure, Machine, MachineKey, PowerAction, ProviderId, Resource};
use nexus_vault::Vault;

use super::{PowerOutcome, refusal};
use crate::activity::audit_call;
use crate::{App, AppEvent};

/// A machine, and the region, zone or project that its cloud told it in.
pub(super) struct Target {
    pub machine: Machine,
    pub listed_in: String,
}

impl App {
    /// Each machine as it was listed last, or what is to be said of one that is not.
    pub(super) async fn targets(
        &self,
        vault: &Vault,
        keys: Vec<MachineKey>,
        action: PowerAction,
    ) -> Result<(Vec<Target>, Vec<PowerOutcome>), Failure> {
        let mut wanted: BTreeMap<ProviderId, Vec<MachineKey>> = BTreeMap::new();
        for key in keys {
            let keys = wanted.entry(key.provider).or_default();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let (mut targets, mut unknown) = (Vec::new(), Vec::new());
        for (provider, mut keys) in wanted {
            for snapshot in vault.inventory().snapshots(provider).await? {
                let machines = snapshot.resources.iter().filter_map(Resource::as_machine);
                for machine in machines {
                    let Some(place) = keys.iter().position(|key| key.is(machine)) else { continue };
                    keys.swap_remove(place);
                    let (machine, listed_in) = (machine.clone(), snapshot.region.clone());
                    targets.push(Target { machine, listed_in });
                }
            }
            unknown.extend(keys.into_iter().map(|key| {
                let failure = refusal::gone(&key.id, action);
                PowerOutcome::unknown(key, failure)
            }));
        }
        Ok((targets, unknown))
    }

    /// Asks the cloud for it, and notes that in the audit log. The outer error is the vault's, the
    /// inner one the cloud's.
    pub(super) async fn ask_power(
        &self,
        vault: &Vault,
        target: &Target,
        action: PowerAction,
    ) -> Result<Result<(), Failure>, Failure> {
        let Target { machine, listed_in } = target;
        let cloud = self.cloud(&machine.cloud)?;
        if cloud.descriptor().power.contains(&action) && !action.suits(machine.state) {
            return Ok(Err(refusal::unsuited(machine, action)));
        }
        let provider = self.provider(vault, machine.provider).await?;
        let (cloud, powered) = (&cloud, Powered { machine, listed_in });
        let call = |account| async move { cloud.power(&account, powered, action).await };
        let asked = self.with_account(vault, &provider, call).await;
        let done = format!("{} in {} was asked to {action}.", title(&machine.name), machine.region);
        audit_call(vault, audited(action), &provider.name, &asked, done).await?;
        Ok(asked)
    }

    /// Tells that a machine is on its way, or how it has ended.
    pub(super) fn tell_power(
        &self,
        machine: MachineKey,
        action: PowerAction,
        under_way: bool,
        failure: Option<Failure>,
    ) {
        self.emit(AppEvent::MachinePower { machine, action, under_way, failure });
    }
}

fn audited(action: PowerAction) -> AuditAction {
    match action {
        PowerAction::Start => AuditAction::MachineStart,
        PowerAction::Stop => AuditAction::MachineStop,
        PowerAction::Reboot => AuditAction::MachineReboot,
    }
}
