use nexus_model::Machine;

use super::{Around, KeyPush, Path, REMOTE_PORT, Service, Verdict, Way, aws, missing, no};
use crate::names::User;
use crate::{Invocation, Tool, Tools};

/// EC2 Instance Connect: a key of a minute's life is put on the machine, which is then reached at
/// its public address, or through an Instance Connect Endpoint of its network. A desktop needs no
/// key and goes through the endpoint.
/// <https://docs.aws.amazon.com/cli/latest/reference/ec2-instance-connect/>
pub(super) struct InstanceConnect;

/// Where the key is put.
#[derive(Clone, Debug)]
pub struct Push {
    instance: String,
    region: String,
}

impl Push {
    /// The call that puts a public key there for a user.
    pub fn invocation(&self, tools: &Tools, user: &User, public_key: &str) -> Option<Invocation> {
        let call = Invocation::new(tools.find(Tool::Aws)?);
        let call = call.args(["ec2-instance-connect", "send-ssh-public-key"]);
        let call = call.args(["--region", &self.region, "--instance-id", &self.instance]);
        // With `=`, for a name is data: none may be an option of its own.
        let call = call.arg(format!("--instance-os-user={user}"));
        Some(call.arg(format!("--ssh-public-key={public_key}")).args(["--output", "json"]))
    }
}

impl Way for InstanceConnect {
    fn consider(&self, machine: &Machine, around: &Around<'_>) -> Verdict {
        let Some(instance) = aws::instance(machine) else {
            return no("It is not an EC2 instance.");
        };
        let shell = around.service == Service::Shell;
        if shell && !aws::speaks_ssh(machine) {
            return no("EC2 Instance Connect is for Linux.");
        }
        let tools = missing(around, &[Tool::Aws]);
        let Some(program) = around.tools.proxy_program(Tool::Aws).filter(|_| tools.is_empty())
        else {
            return Verdict::Missing { tools };
        };
        let endpoint = Invocation::new(program).args(["ec2-instance-connect", "open-tunnel"]);
        let endpoint = endpoint.args(["--instance-id", instance, "--remote-port", REMOTE_PORT]);
        let endpoint = Path::Proxy(endpoint.args(["--region", &machine.region]));
        let (path, reason) = match machine.public_ips.first() {
            _ if !shell => (endpoint, "An Instance Connect Endpoint of its network is used."),
            Some(address) => (
                Path::Direct((*address).into()),
                "A key of one minute is put on it, then its public address is used.",
            ),
            None => (
                endpoint,
                "A key of one minute is put on it, then an Instance Connect Endpoint is used.",
            ),
        };
        let push = Push { instance: instance.to_owned(), region: machine.region.clone() };
        let push = shell.then_some(KeyPush::InstanceConnect(push));
        Verdict::Usable { path, push, reason: reason.to_owned() }
    }
}
