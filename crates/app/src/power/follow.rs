use std::time::Duration;

use nexus_model::{Machine, MachineKey, MachineState, PowerAction, ProviderId};
use tokio::time::{Instant, sleep};

use super::{PowerOutcome, refusal};
use crate::App;

/// Before the first listing: no cloud has done more than begun by then.
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// Between listings at the most: a person who watches would refresh by hand.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// How long an action is followed. Azure's deallocation takes up to some minutes, and an operating
/// system that is asked to shut down may wait as long for its services.
const PATIENCE: Duration = Duration::from_secs(300);

impl App {
    /// Lists a provider anew, less and less often, until each of these machines is where the action
    /// leads, or will not be. What changes is told by the listings themselves.
    pub(super) async fn follow_power(
        &self,
        provider: ProviderId,
        mut waiting: Vec<Machine>,
        action: PowerAction,
    ) -> Vec<PowerOutcome> {
        let (began, mut pause) = (Instant::now(), FIRST_PAUSE);
        let mut settled = Vec::new();
        while !waiting.is_empty() {
            sleep(pause).await;
            pause = (pause * 3 / 2).min(LONGEST_PAUSE);
            // A cloud that fails for once is asked again; a vault that was locked ends it.
            let listed = match self.refresh(provider).await {
                Ok(_) => self.machines(Some(provider)).await,
                Err(failure) => Err(failure),
            };
            let machines = match listed {
                Ok(machines) => machines,
                Err(why) => {
                    let left = waiting.iter();
                    settled.extend(left.map(|one| PowerOutcome::of(one, Some(why.clone()))));
                    break;
                }
            };
            let is_over = began.elapsed() >= PATIENCE;
            waiting = waiting
                .into_iter()
                .filter_map(|before| {
                    let key = MachineKey::of(&before);
                    let Some(now) = machines.iter().find(|machine| key.is(machine)) else {
                        let failure = refusal::gone(&key.id, action);
                        settled.push(PowerOutcome::unknown(key, failure));
                        return None;
                    };
                    let outcome = match judge(now.state, action) {
                        Some(true) => None,
                        Some(false) => Some(refusal::ended(now, action)),
                        None if is_over => Some(refusal::unsettled(now, action, PATIENCE)),
                        None => return Some(now.clone()),
                    };
                    settled.push(PowerOutcome::of(now, outcome));
                    None
                })
                .collect();
        }
        settled
    }
}

/// Whether the action has come about in this state, or never will; `None` while it may.
fn judge(state: MachineState, action: PowerAction) -> Option<bool> {
    match state {
        _ if state == action.leads_to() => Some(true),
        MachineState::Terminated | MachineState::Error => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use nexus_model::MachineState::{Error, Rebooting, Running, Stopped, Stopping, Terminated};
    use nexus_model::PowerAction::{Reboot, Start, Stop};

    use super::judge;

    #[test]
    fn a_state_says_whether_it_is_over() {
        for (state, action, over) in [
            (Stopping, Stop, None),
            (Running, Stop, None),
            (Stopped, Stop, Some(true)),
            (Rebooting, Reboot, None),
            (Running, Reboot, Some(true)),
            (Error, Start, Some(false)),
            (Terminated, Stop, Some(false)),
        ] {
            assert_eq!(judge(state, action), over, "{state:?} after {action}");
        }
    }
}
