//! Start, stop and reboot of an instance.

use nexus_model::{Failure, PowerAction};
use serde_json::json;

use super::client::Client;
use crate::Powered;
use crate::power::outcome;

/// Asks for it in the project that the instance was listed in. A reboot is a soft one: `type` of
/// <https://eu.api.ovh.com/console/?section=%2Fcloud&branch=v1#post-/cloud/project/-serviceName-/instance/-instanceId-/reboot>.
///
/// # Errors
/// As [`crate::Cloud::power`].
pub(super) async fn send(
    client: &Client<'_>,
    Powered { machine, listed_in }: Powered<'_>,
    action: PowerAction,
) -> Result<(), Failure> {
    let (operation, body) = match action {
        PowerAction::Start => ("StartInstance", None),
        PowerAction::Stop => ("StopInstance", None),
        PowerAction::Reboot => ("RebootInstance", Some(json!({"type": "soft"}))),
    };
    let done = client.act(operation, listed_in, &machine.id, (action.as_str(), body)).await;
    outcome(done, &right(action))
}

/// The IAM action is named after the path of the call:
/// <https://docs.ovhcloud.com/en/guides/manage-and-operate/iam/permissions-groups-list>.
fn right(action: PowerAction) -> String {
    format!(
        "Allow publicCloudProject:apiovh:instance/{action} on the Public Cloud project in the IAM policy of the service account or person."
    )
}
