//! Start, halt and reboot of an instance.

use nexus_model::{Failure, PowerAction};

use super::client::Client;
use crate::Powered;
use crate::power::outcome;

const RIGHT: &str =
    "Let the key's user manage servers (the ACL subscriptions) in Vultr's user management.";

/// Asks for it. A reboot of Vultr's is a hard one:
/// <https://docs.vultr.com/products/compute/cloud-compute/management/restart-instance>.
///
/// # Errors
/// As [`crate::Cloud::power`].
pub(super) async fn send(
    client: &Client,
    Powered { machine, .. }: Powered<'_>,
    action: PowerAction,
) -> Result<(), Failure> {
    let (operation, word) = match action {
        PowerAction::Start => ("StartInstance", "start"),
        PowerAction::Stop => ("HaltInstance", "halt"),
        PowerAction::Reboot => ("RebootInstance", "reboot"),
    };
    outcome(client.act(operation, &machine.id, word).await, RIGHT)
}
