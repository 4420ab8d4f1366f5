//! Start, deallocate and restart of a virtual machine.

use nexus_model::{Failure, PowerAction};

use super::client::Client;
use crate::Powered;
use crate::power::outcome;

/// Asks for it. To stop is to deallocate, as the portal's “Stop” does: a machine that is only powered
/// off goes on to cost (<https://learn.microsoft.com/en-us/azure/virtual-machines/states-billing>).
///
/// # Errors
/// As [`crate::Cloud::power`].
pub(super) async fn send(
    client: &Client<'_>,
    Powered { machine, .. }: Powered<'_>,
    action: PowerAction,
) -> Result<(), Failure> {
    let (operation, word) = match action {
        PowerAction::Start => ("VirtualMachines_Start", "start"),
        PowerAction::Stop => ("VirtualMachines_Deallocate", "deallocate"),
        PowerAction::Reboot => ("VirtualMachines_Restart", "restart"),
    };
    outcome(client.act(operation, &machine.id, word).await, &right(word))
}

/// <https://learn.microsoft.com/en-us/azure/role-based-access-control/permissions/compute#microsoftcompute>.
fn right(word: &str) -> String {
    format!(
        "Assign a role with Microsoft.Compute/virtualMachines/{word}/action on the machine, such as Virtual Machine Contributor, in its Access control (IAM), then wait a few minutes and try again."
    )
}
