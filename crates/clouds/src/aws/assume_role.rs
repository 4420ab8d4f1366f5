//! From an access key to a session of a role.

use aws_sdk_ec2::config::Credentials;
use aws_sdk_sts::config::retry::RetryConfig;
use aws_sdk_sts::types::{Credentials as Issued, PolicyDescriptorType};
use nexus_model::{Account, Failure, Secret, Timestamp};

use super::client::Client;
use super::credential::{ACCESS_KEY, SECRET_KEY, SESSION_TOKEN};
use super::error::{Trouble, parse_error};
use super::role::Role;
use crate::Session;

impl Client {
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
    ///
    /// # Errors
    /// `invalid_input` for fields that do not go together, `mfa_required` for a device without a
    /// code, or what STS says.
    pub(super) async fn assume_role(&self, account: &Account) -> Result<Session, Failure> {
        let role = Role::of(account)?;
        let second_factor = role.second_factor(account)?;
        let policy = |arn| vec![PolicyDescriptorType::builder().arn(arn).build()];
        let mut overrides = aws_sdk_sts::Config::builder();
        let sts = aws_sdk_sts::Client::new(&self.config);
        let mut request = sts
            .assume_role()
            .role_arn(role.arn)
            .role_session_name(role.session_name)
            .set_policy_arns(role.session_policy.map(policy))
            .set_external_id(role.external_id)
            .set_duration_seconds(role.duration);
        if let Some((device, code)) = second_factor {
            request = request.serial_number(device).token_code(code.expose());
            // A code counts once: should the reply to it be lost, a second try is told it is wrong.
            overrides = overrides.retry_config(RetryConfig::disabled());
        }
        let reply = request.customize().config_override(overrides).send().await;
        let call = self.call("sts", "AssumeRole", &self.home);
        let reply =
            reply.map_err(|error| parse_error(&call, &Trouble::of(&error, &self.secrets)))?;
        reply.credentials().and_then(session).ok_or_else(|| {
            let why = "it holds no whole credential".to_owned();
            parse_error(&call, &Trouble::Unreadable(why))
        })
    }
}

/// The credential that STS issued. `None` if a part of it is missing.
pub(super) fn session(issued: &Issued) -> Option<Session> {
    let parts = [issued.access_key_id(), issued.secret_access_key(), issued.session_token()];
    let [key, secret, token] = parts;
    if parts.iter().any(|part| part.is_empty()) {
        return None;
    }
    let secrets = [(SECRET_KEY, secret), (SESSION_TOKEN, token)];
    Some(Session {
        secrets: secrets.map(|(name, text)| (name.to_owned(), Secret::new(text))).into(),
        fields: [(ACCESS_KEY.to_owned(), key.to_owned())].into(),
        expires_at: Timestamp::from_unix(issued.expiration().secs())?,
    })
}

/// A session in the SDK's form. That it ends is the business of [`crate::Sessions`]: the SDK could
/// only refuse to send it.
pub(super) fn credentials(session: &Session) -> Credentials {
    let secret = |name| session.secrets.get(name).map(Secret::expose).unwrap_or_default();
    let key = session.fields.get(ACCESS_KEY).map(String::as_str).unwrap_or_default();
    let token = Some(secret(SESSION_TOKEN).to_owned());
    Credentials::new(key, secret(SECRET_KEY), token, None, "nexus-access-vault")
}
