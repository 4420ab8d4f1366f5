use nexus_model::Machine;

use super::{Around, LOCAL_PORT, Path, REMOTE_PORT, Service, Verdict, Way, aws, missing, no};
use crate::{Invocation, Tool};

/// Through AWS Systems Manager: no address and no open port are needed.
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-getting-started-enable-ssh-connections.html>,
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html#sessions-start-port-forwarding>
pub(super) struct SessionManager;

impl Way for SessionManager {
    fn consider(&self, machine: &Machine, around: &Around<'_>) -> Verdict {
        let Some(instance) = aws::instance(machine) else {
            return no("It is not an EC2 instance.");
        };
        let tools = missing(around, &[Tool::Aws, Tool::SessionManagerPlugin]);
        let Some(program) = around.tools.proxy_program(Tool::Aws).filter(|_| tools.is_empty())
        else {
            return Verdict::Missing { tools };
        };
        let call = Invocation::new(program).args(["ssm", "start-session", "--target", instance]);
        let with = |document, parameters: String| {
            let call = call.args(["--document-name", document, "--parameters", &parameters]);
            call.args(["--region", &machine.region])
        };
        let port = format!("portNumber={REMOTE_PORT}");
        let path = match around.service {
            Service::Shell => Path::Proxy(with("AWS-StartSSHSession", port)),
            Service::Desktop => {
                let ports = format!("{port},localPortNumber={LOCAL_PORT}");
                Path::Tunnel(with("AWS-StartPortForwardingSession", ports))
            }
        };
        Verdict::Usable {
            path,
            push: None,
            reason: "AWS Session Manager reaches it without an address, if its agent is online."
                .to_owned(),
        }
    }
}
