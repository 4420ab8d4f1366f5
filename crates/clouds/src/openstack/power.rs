//! Start, stop and reboot of a server.

use nexus_model::{ErrorCode, Failure, PowerAction};
use serde_json::{Value, json};

use super::client::Client;
use super::nova::Nova;
use crate::Powered;
use crate::power::outcome;

const RIGHT: &str = "Give the user the role member on the project, and let an application credential have that role and no access rule that excludes actions of servers: the role reader may only list.";

/// Asks for it in the region that the server was listed in. A reboot is a soft one:
/// <https://docs.openstack.org/api-ref/compute/#reboot-server-reboot-action>.
///
/// # Errors
/// As [`crate::Cloud::power`].
pub(super) async fn send(
    client: &Client<'_>,
    Powered { machine, listed_in }: Powered<'_>,
    action: PowerAction,
) -> Result<(), Failure> {
    let (operation, body) = match action {
        PowerAction::Start => ("StartServer", json!({"os-start": Value::Null})),
        PowerAction::Stop => ("StopServer", json!({"os-stop": Value::Null})),
        PowerAction::Reboot => ("RebootServer", json!({"reboot": {"type": "SOFT"}})),
    };
    let compute = client.compute().await?;
    let url = compute.get(listed_in).ok_or_else(|| gone(operation, listed_in))?;
    outcome(Nova::new(client, listed_in, url)?.act(operation, &machine.id, &body).await, RIGHT)
}

/// The catalogue has no such region any more.
fn gone(operation: &str, region: &str) -> Failure {
    let message = format!("The catalogue no longer names a compute endpoint in {region}.");
    let remedy = "Refresh the provider to see what is there now.";
    Failure::new(ErrorCode::NotFound, operation, message, remedy).in_region(region)
}
