//! What the AWS CLI is given: a session, in the variables of
//! <https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html>.

use nexus_model::{Account, Failure, Fields, Secret, SecretFields, Timestamp};

use super::assume_role;
use super::client::Client;
use super::credential::{ACCESS_KEY, SECRET_KEY, SESSION_TOKEN};
use super::error::{Trouble, parse_error};
use crate::{Session, ToolSession};

/// What the session of an access key is for.
pub(super) const PURPOSE: &str = "session of the AWS CLI";

/// How long the session of an access key lasts, in seconds: enough to begin with. AWS gives 900 to
/// 129,600 to a user and up to 3,600 to the root user.
const DURATION: i32 = 3600;

impl Client {
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html>
    pub(super) async fn get_session_token(&self) -> Result<Session, Failure> {
        let sts = aws_sdk_sts::Client::new(&self.config);
        let reply = sts.get_session_token().duration_seconds(DURATION).send().await;
        let call = self.call("sts", "GetSessionToken", &self.home);
        let reply =
            reply.map_err(|error| parse_error(&call, &Trouble::of(&error, &self.secrets)))?;
        reply.credentials().and_then(assume_role::session).ok_or_else(|| {
            parse_error(&call, &Trouble::Unreadable("it holds no whole credential".to_owned()))
        })
    }
}

/// The account's own key, which is a session's already. When it ends, only AWS knows.
pub(super) fn own(account: &Account, region: &str) -> ToolSession {
    variables(account, account.fields.clone(), account.secrets.clone(), region, None)
}

/// A session that was opened for it.
pub(super) fn handed_over(account: &Account, session: Session, region: &str) -> ToolSession {
    let Session { secrets, fields, expires_at } = session;
    variables(account, fields, secrets, region, Some(expires_at))
}

/// In the tool's variables, for the endpoint that the account is at.
fn variables(
    account: &Account,
    mut fields: Fields,
    mut secrets: SecretFields,
    region: &str,
    expires_at: Option<Timestamp>,
) -> ToolSession {
    let endpoint = account.endpoint.as_ref().map(|endpoint| Secret::new(endpoint.as_str()));
    let variables = [
        ("AWS_ACCESS_KEY_ID", fields.remove(ACCESS_KEY).map(|key| Secret::new(key.trim()))),
        ("AWS_SECRET_ACCESS_KEY", secrets.remove(SECRET_KEY)),
        ("AWS_SESSION_TOKEN", secrets.remove(SESSION_TOKEN)),
        ("AWS_REGION", Some(Secret::new(region))),
        ("AWS_ENDPOINT_URL", endpoint),
    ];
    let given = variables.into_iter();
    let variables = given.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    ToolSession::HandedOver { variables, expires_at }
}

/// A role that may only read opens no session on a machine.
pub(super) fn of_reader() -> ToolSession {
    let advice = "The provider takes its role in read-only mode, so the AWS CLI uses its own login. Switch Read only off in the provider's credential, or run aws configure or aws sso login.";
    ToolSession::OwnLogin { advice: advice.to_owned() }
}
