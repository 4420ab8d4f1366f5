//! Start, stop and reboot of an instance.

use nexus_model::{Failure, PowerAction};

use super::client::Client;
use crate::Powered;
use crate::power::outcome;

/// Asks for it in the region that the instance was listed in.
///
/// # Errors
/// As [`crate::Cloud::power`].
pub(super) async fn send(
    client: &Client,
    Powered { machine, listed_in }: Powered<'_>,
    action: PowerAction,
) -> Result<(), Failure> {
    let regional = client.in_region(listed_in);
    let (done, operation) = match action {
        PowerAction::Start => (regional.start_instance(&machine.id).await, "StartInstances"),
        PowerAction::Stop => (regional.stop_instance(&machine.id).await, "StopInstances"),
        PowerAction::Reboot => (regional.reboot_instance(&machine.id).await, "RebootInstances"),
    };
    outcome(done, &right(operation))
}

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>. An
/// encrypted disk needs one of its key too.
fn right(operation: &str) -> String {
    format!(
        "In IAM, allow ec2:{operation} on the instance to the key's user or role, and check for a boundary or an organisation's policy that denies it. A role assumed in read-only mode may only list."
    )
}
