//! Start, stop and reboot of a server.

use nexus_model::{Failure, PowerAction};

use super::client::Client;
use crate::Powered;
use crate::power::outcome;

const RIGHT: &str = "Replace the provider's token with one that has the permission Read & Write in the project: a token with Read may only list.";

/// Asks for it. To stop and to reboot are asked of the operating system, which may take its time or
/// not answer at all: <https://docs.hetzner.cloud/reference/cloud#server-actions-shutdown-a-server>.
///
/// # Errors
/// As [`crate::Cloud::power`].
pub(super) async fn send(
    client: &Client,
    Powered { machine, .. }: Powered<'_>,
    action: PowerAction,
) -> Result<(), Failure> {
    let (operation, word) = match action {
        PowerAction::Start => ("PoweronServer", "poweron"),
        PowerAction::Stop => ("ShutdownServer", "shutdown"),
        PowerAction::Reboot => ("RebootServer", "reboot"),
    };
    outcome(client.act(operation, &machine.id, word).await, RIGHT)
}
