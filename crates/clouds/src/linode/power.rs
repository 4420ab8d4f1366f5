//! Boot, shut down and reboot of a Linode.

use nexus_model::{Failure, PowerAction};

use super::client::Client;
use crate::Powered;
use crate::power::outcome;

const RIGHT: &str = "Replace the provider's token with one that has Read/Write for Linodes (the scope linodes:read_write), of a user who may change the Linode.";

/// Asks for it.
///
/// # Errors
/// As [`crate::Cloud::power`].
pub(super) async fn send(
    client: &Client,
    Powered { machine, .. }: Powered<'_>,
    action: PowerAction,
) -> Result<(), Failure> {
    let (operation, word) = match action {
        PowerAction::Start => ("BootLinode", "boot"),
        PowerAction::Stop => ("ShutdownLinode", "shutdown"),
        PowerAction::Reboot => ("RebootLinode", "reboot"),
    };
    outcome(client.act(operation, &machine.id, word).await, RIGHT)
}
