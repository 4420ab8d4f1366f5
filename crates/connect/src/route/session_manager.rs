use nexus_model::Machine;

use super::{Around, Path, Verdict, Way, aws, missing, no};
use crate::{Invocation, Tool};

/// SSH through AWS Systems Manager: no address and no open port are needed.
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-getting-started-enable-ssh-connections.html>
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
        let proxy = Invocation::new(program).args(["ssm", "start-session", "--target", instance]);
        let proxy = proxy.args(["--document-name", "AWS-StartSSHSession"]);
        let proxy = proxy.args(["--parameters", "portNumber=%p", "--region", &machine.region]);
        Verdict::Usable {
            path: Path::Proxy(proxy),
            push: None,
            reason: "AWS Session Manager reaches it without an address, if its agent is online."
                .to_owned(),
        }
    }
}
