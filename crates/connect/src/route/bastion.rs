use nexus_model::Machine;

use super::{Around, LOCAL_PORT, Path, REMOTE_PORT, Verdict, Way, missing, no};
use crate::{Invocation, Tool};

/// A tunnel of Azure Bastion, from a port of this computer.
/// <https://learn.microsoft.com/azure/bastion/native-client>,
/// <https://learn.microsoft.com/cli/azure/network/bastion#az-network-bastion-tunnel>
pub(super) struct AzureBastion;

impl Way for AzureBastion {
    fn consider(&self, machine: &Machine, around: &Around<'_>) -> Verdict {
        if machine.cloud.as_str() != "azure" {
            return no("It is not a virtual machine of Azure.");
        }
        let preference = around.preferences.of(machine);
        let Some(bastion) = preference.bastion else {
            return no("No Azure Bastion was chosen for it: give its name and resource group.");
        };
        let tools = missing(around, &[Tool::Az]);
        let Some(program) = around.tools.find(Tool::Az) else { return Verdict::Missing { tools } };
        // With `=`, for names are data: none may be an option of its own.
        let tunnel = Invocation::new(program).args(["network", "bastion", "tunnel"]);
        let tunnel = tunnel.arg(format!("--name={}", bastion.name));
        let tunnel = tunnel.arg(format!("--resource-group={}", bastion.resource_group));
        let tunnel = tunnel.arg(format!("--target-resource-id={}", machine.id));
        let tunnel = tunnel.arg(format!("--resource-port={REMOTE_PORT}"));
        Verdict::Usable {
            path: Path::Tunnel(tunnel.arg(format!("--port={LOCAL_PORT}"))),
            push: None,
            reason: format!(
                "The Azure Bastion {} was chosen for it; the Azure CLI uses its own login.",
                bastion.name
            ),
        }
    }
}
