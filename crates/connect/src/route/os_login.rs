use nexus_model::{ErrorCode, Failure, Machine};
use serde::Deserialize;

use super::iap::Place;
use super::{Around, KeyPush, Path, Service, Verdict, Way, missing, no};
use crate::names::User;
use crate::{Invocation, Tool, Tools};

/// Google Cloud's OS Login: a key of five minutes' life is added to the person's Google account,
/// which is a user on every machine that has OS Login on; the machine is reached at its public
/// address, or through the Identity-Aware Proxy.
/// <https://cloud.google.com/sdk/gcloud/reference/compute/os-login>
pub(super) struct OsLogin;

/// Whose machines the key is for.
#[derive(Clone, Debug)]
pub struct Push {
    project: String,
}

/// The reply of `gcloud compute os-login ssh-keys add`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    login_profile: Profile,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Profile {
    #[serde(default)]
    posix_accounts: Vec<PosixAccount>,
}

#[derive(Deserialize)]
struct PosixAccount {
    username: String,
    #[serde(default)]
    primary: bool,
}

impl Push {
    /// The call that adds a public key. It answers with the person's users, see [`Push::user`].
    pub fn invocation(&self, tools: &Tools, public_key: &str) -> Option<Invocation> {
        let call = Invocation::new(tools.find(Tool::Gcloud)?);
        let call = call.args(["compute", "os-login", "ssh-keys", "add"]);
        let call = call.arg(format!("--key={public_key}"));
        Some(call.args(["--ttl=5m", "--project", &self.project, "--format=json"]))
    }

    /// The person's user on the machines, from the call's answer: the primary account.
    ///
    /// # Errors
    /// `bad_response` if it names none.
    pub fn user(answer: &str) -> Result<User, Failure> {
        let reply: Option<Reply> = serde_json::from_str(answer).ok();
        let accounts = reply.map(|reply| reply.login_profile.posix_accounts).unwrap_or_default();
        let account = accounts.iter().find(|one| one.primary).or(accounts.first());
        account.and_then(|account| account.username.parse().ok()).ok_or_else(|| {
            Failure::new(
                ErrorCode::BadResponse,
                "gcloud compute os-login ssh-keys add",
                "OS Login names no user for this Google account.",
                "Check that OS Login is on for the project and that the account may use it.",
            )
        })
    }
}

impl Way for OsLogin {
    fn consider(&self, machine: &Machine, around: &Around<'_>) -> Verdict {
        let Some(place) = Place::of(machine) else {
            return no("It is not an instance of Google Compute Engine.");
        };
        if around.service != Service::Shell {
            return no("OS Login is for SSH.");
        }
        let tools = missing(around, &[Tool::Gcloud]);
        if !tools.is_empty() {
            return Verdict::Missing { tools };
        }
        let path = match machine.public_ips.first() {
            Some(address) => Path::Direct((*address).into()),
            None => match super::iap::Iap.consider(machine, around) {
                Verdict::Usable { path, .. } => path,
                verdict => return verdict,
            },
        };
        let push = Some(KeyPush::OsLogin(Push { project: place.project }));
        let reason = "A key of five minutes is added to your Google account's OS Login.".to_owned();
        Verdict::Usable { path, push, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::Push;

    #[test]
    fn the_primary_account_is_the_user() {
        let answer = r#"{"loginProfile":{"name":"1","posixAccounts":[
            {"username":"other","uid":"1"},{"primary":true,"username":"jane_example_com"}]}}"#;
        assert_eq!(Push::user(answer).expect("a user").as_str(), "jane_example_com");
    }

    #[rstest::rstest]
    #[case("")]
    #[case("{}")]
    #[case(r#"{"loginProfile":{}}"#)]
    #[case(r#"{"loginProfile":{"posixAccounts":[{"username":"-oProxyCommand=id"}]}}"#)]
    fn an_answer_without_a_user_is_refused(#[case] answer: &str) {
        assert!(Push::user(answer).is_err());
    }
}
