use std::collections::BTreeMap;

use futures::StreamExt;
use nexus_model::{Failure, Machine, MachineKey, PowerAction, ProviderId};

use super::{PowerOutcome, refusal};
use crate::App;

/// Machines asked for at the same time. Each host is spared by its own gate besides.
const AT_ONCE: usize = 8;

impl App {
    /// Starts, stops or reboots machines and follows each until it has settled, which may take
    /// minutes. One that is refused does not keep the others from it. What changes meanwhile is told
    /// by [`crate::AppEvent::MachinePower`] and by the listings.
    ///
    /// # Errors
    /// `permission_denied` in read-only mode, `locked`, or when the vault cannot be read or written.
    pub async fn machines_power(
        &self,
        machines: Vec<MachineKey>,
        action: PowerAction,
    ) -> Result<Vec<PowerOutcome>, Failure> {
        let vault = self.vault().await?;
        if vault.settings().get().await?.read_only {
            return Err(refusal::read_only(action));
        }
        let vault = &vault;
        let (targets, mut outcomes) = self.targets(vault, machines, action).await?;
        let asking = targets.into_iter().map(|target| async move {
            let key = MachineKey::of(&target.machine);
            self.tell_power(key.clone(), action, true, None);
            let asked = self.ask_power(vault, &target, action).await.and_then(|asked| asked);
            if let Err(failure) = &asked {
                self.tell_power(key, action, false, Some(failure.clone()));
            }
            (target.machine, asked)
        });
        let asked: Vec<_> = futures::stream::iter(asking).buffer_unordered(AT_ONCE).collect().await;
        let mut begun: BTreeMap<ProviderId, Vec<Machine>> = BTreeMap::new();
        for (machine, asked) in asked {
            match asked {
                Ok(()) => begun.entry(machine.provider).or_default().push(machine),
                Err(failure) => outcomes.push(PowerOutcome::of(&machine, Some(failure))),
            }
        }
        let following = begun.into_iter().map(|(provider, machines)| async move {
            let settled = self.follow_power(provider, machines, action).await;
            for PowerOutcome { machine, failure, .. } in &settled {
                self.tell_power(machine.clone(), action, false, failure.clone());
            }
            settled
        });
        outcomes.extend(futures::future::join_all(following).await.into_iter().flatten());
        outcomes
            .sort_by(|one, other| (&one.name, &one.machine).cmp(&(&other.name, &other.machine)));
        Ok(outcomes)
    }
}
