//! Start, stop and reset of an instance.

use nexus_model::{Failure, PowerAction};

use super::client::Client;
use crate::Powered;
use crate::power::outcome;

/// Asks for it. Compute Engine has no reboot that asks the operating system: `reset` is all there is
/// (<https://docs.cloud.google.com/compute/docs/instances/stop-start-instance>).
///
/// # Errors
/// As [`crate::Cloud::power`].
pub(super) async fn send(
    client: &Client<'_>,
    Powered { machine, listed_in }: Powered<'_>,
    action: PowerAction,
) -> Result<(), Failure> {
    let (operation, word) = match action {
        PowerAction::Start => ("instances.start", "start"),
        PowerAction::Stop => ("instances.stop", "stop"),
        PowerAction::Reboot => ("instances.reset", "reset"),
    };
    let zone = machine.zone.as_deref().unwrap_or(listed_in);
    outcome(client.act(operation, zone, &machine.id, word).await, &right(operation))
}

/// <https://docs.cloud.google.com/compute/docs/reference/rest/v1/instances/start#iam-permissions>.
fn right(operation: &str) -> String {
    format!(
        "Grant a role with compute.{operation} on the project, such as Compute Instance Admin (v1), to the service account. A browser sign-in of this app asks Google for no right but to read: use a service account's key to change machines."
    )
}
