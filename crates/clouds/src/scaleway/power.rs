//! Power on, power off and reboot of an Instance.

use nexus_model::{Failure, PowerAction};

use super::client::Client;
use crate::Powered;
use crate::power::outcome;

const RIGHT: &str = "Give the key's application a policy with the permission set InstancesFullAccess on the Instance's project: InstancesReadOnly may only list.";

/// Asks for it. To stop is `poweroff`, which sets the hypervisor's place free as the console's “Power
/// off” does; `stop_in_place` would go on to cost as much as a running Instance:
/// <https://www.scaleway.com/en/docs/instances/faq/>.
///
/// # Errors
/// As [`crate::Cloud::power`].
pub(super) async fn send(
    client: &Client,
    Powered { machine, listed_in }: Powered<'_>,
    action: PowerAction,
) -> Result<(), Failure> {
    let word = match action {
        PowerAction::Start => "poweron",
        PowerAction::Stop => "poweroff",
        PowerAction::Reboot => "reboot",
    };
    outcome(client.act(listed_in, &machine.id, word).await, RIGHT)
}
