//! Power on, shut down and reboot of a Droplet.

use nexus_model::{Failure, PowerAction};

use super::client::Client;
use crate::Powered;
use crate::power::outcome;

const RIGHT: &str = "Use a personal access token with the scope droplet:update beside those to read: a token to read, and a browser sign-in of this app, may only list.";

/// Asks for it. To stop and to reboot are asked of the operating system, which may not answer:
/// <https://docs.digitalocean.com/reference/api/reference/droplet-actions/#dropletActions_post>.
///
/// # Errors
/// As [`crate::Cloud::power`].
pub(super) async fn send(
    client: &Client,
    Powered { machine, .. }: Powered<'_>,
    action: PowerAction,
) -> Result<(), Failure> {
    let kind = match action {
        PowerAction::Start => "power_on",
        PowerAction::Stop => "shutdown",
        PowerAction::Reboot => "reboot",
    };
    outcome(client.act(&machine.id, kind).await, RIGHT)
}
