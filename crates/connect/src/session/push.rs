use std::time::Duration;

use nexus_model::{ErrorCode, Failure};
use tokio::process::Command;

use super::accounts::ToolLogin;
use crate::names::{User, title};
use crate::route::{KeyPush, OsLoginPush};
use crate::{Invocation, Tools};

/// How long a cloud's tool may take: the slower of them start an interpreter first.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a key is put on a machine with.
pub(super) struct Pushing<'a> {
    pub(super) tools: &'a Tools,
    pub(super) login: ToolLogin,
}

impl Pushing<'_> {
    /// Puts a public key on the machine, for this user, and tells which user it is for in the end.
    pub(super) async fn push(
        &self,
        push: &KeyPush,
        user: User,
        public_key: &str,
    ) -> Result<User, Failure> {
        match push {
            KeyPush::InstanceConnect(push) => {
                let call = push.invocation(self.tools, &user, public_key);
                self.answer(call, "aws ec2-instance-connect send-ssh-public-key").await?;
                Ok(user)
            }
            KeyPush::OsLogin(push) => {
                let call = push.invocation(self.tools, public_key);
                let name = "gcloud compute os-login ssh-keys add";
                OsLoginPush::user(&self.answer(call, name).await?)
            }
        }
    }

    async fn answer(&self, call: Option<Invocation>, name: &str) -> Result<String, Failure> {
        let refused = |why: &str| {
            Failure::new(
                ErrorCode::PermissionDenied,
                name,
                format!("The key could not be put on the machine: {why}"),
                if self.login.advice.is_empty() {
                    "Check that the tool is signed in and that the account may do this."
                } else {
                    &self.login.advice
                },
            )
        };
        let mut call = call.ok_or_else(|| refused("its tool is no longer installed."))?;
        call.environment.extend(self.login.environment.clone());
        let mut command = Command::from(call.command());
        command.stdin(std::process::Stdio::null()).kill_on_drop(true);
        let output = match tokio::time::timeout(PATIENCE, command.output()).await {
            Ok(output) => output.map_err(|error| super::not_started(name, &error))?,
            Err(_) => return Err(refused("there was no answer in 30 seconds.")),
        };
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let words = String::from_utf8_lossy(&output.stderr);
        let last = words.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        Err(refused(&title(last)))
    }
}
