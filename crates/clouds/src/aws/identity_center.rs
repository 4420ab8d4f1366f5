//! Signing in to IAM Identity Center: what is typed, and the role that was chosen.

use std::sync::Arc;

use nexus_http::Patience;
use nexus_model::{Account, ErrorCode, Failure};
use nexus_signin::SignInPlan;
use serde_json::{Value, json};

use super::client::Client;
use super::device::Issuer;
use super::guide;
use crate::credential::form;
use crate::{AuthKind, Scope, SignInFlow, SignInOffer, browser};

/// Id of the auth kind, and the purpose of its session.
pub(super) const AUTH: &str = "identity_center";
/// Name of the portal's field.
pub(super) const START_URL: &str = "start_url";
/// Name of the portal's region's field.
pub(super) const SSO_REGION: &str = "sso_region";
/// Name of the account's field.
pub(super) const ACCOUNT_ID: &str = "account_id";
/// Name of the role's field.
pub(super) const ROLE_NAME: &str = "role_name";

/// What a client may be registered for, to have its tokens renewed:
/// <https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html#sso-registration-scopes>.
pub(super) const SCOPE: &str = "sso:account:access";

/// Signing in by a code.
pub(super) fn auth_kind() -> AuthKind {
    AuthKind {
        id: AUTH.into(),
        name: "IAM Identity Center".into(),
        summary:
            "For all accounts and roles of an AWS access portal; several portals side by side."
                .into(),
        schema: schema(),
        guide: guide::identity_center(),
        sign_in: Some(SignInOffer {
            flow: SignInFlow::Device,
            scopes: vec![Scope {
                name: SCOPE.into(),
                reason:
                    "to list the accounts and roles, and to get temporary keys of the chosen ones"
                        .into(),
            }],
            choices: Some("accounts and roles".into()),
        }),
    }
}

/// A portal's address is of awsapps.com or one of its own, and may end as the browser shows it
/// (<https://docs.aws.amazon.com/singlesignon/latest/userguide/howtochangeURL.html>). Account and role by
/// <https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html>.
fn schema() -> Value {
    form(
        [
            (
                START_URL,
                json!({
                    "title": "Start URL",
                    "description": "The AWS access portal's address.",
                    "pattern": "^https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~/-]*)?#?/?$",
                    "maxLength": 512,
                    "examples": ["https://d-1234567890.awsapps.com/start"]
                }),
            ),
            (
                SSO_REGION,
                json!({
                    "title": "Portal's region",
                    "description": "The region that IAM Identity Center is in.",
                    "pattern": "^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$",
                    "maxLength": 32,
                    "examples": ["eu-central-1", "us-gov-west-1"]
                }),
            ),
            (
                ACCOUNT_ID,
                json!({
                    "title": "Account",
                    "description": "Only to choose of this one account's roles. Empty for all accounts.",
                    "pattern": "^[0-9]{12}$",
                    "examples": ["123456789012"]
                }),
            ),
            (
                ROLE_NAME,
                json!({
                    "title": "Role",
                    "description": "Only to choose of roles of this name: the permission set's. Empty for all roles.",
                    "pattern": "^[A-Za-z0-9+=,.@_-]{1,64}$",
                    "examples": ["ReadOnlyAccess"]
                }),
            ),
        ],
        &[START_URL, SSO_REGION],
    )
}

/// How a person signs in.
///
/// # Errors
/// `invalid_input` for a field that is missing.
pub(super) fn plan(account: &Account, patience: Patience) -> Result<SignInPlan, Failure> {
    let start_url = browser::typed(account, START_URL, "start URL")?;
    let start_url = start_url.trim_end_matches(['#', '/']).to_owned();
    Ok(SignInPlan::Device(Arc::new(Issuer::new(client(account, patience)?, start_url))))
}

/// A client for the portal's calls, which have no key.
///
/// # Errors
/// `invalid_input` without a region.
pub(super) fn client(account: &Account, patience: Patience) -> Result<Client, Failure> {
    let region = browser::typed(account, SSO_REGION, "portal's region")?;
    Ok(Client::without_key(account, patience, region))
}

/// Account and role that were chosen.
///
/// # Errors
/// `invalid_input` if none were.
pub(super) fn chosen(account: &Account) -> Result<(&str, &str), Failure> {
    let field = |name| {
        account.field(name).ok_or_else(|| {
            let message = "No account and role were chosen.";
            let remedy = "Sign in and choose one.";
            Failure::new(ErrorCode::InvalidInput, "credential", message, remedy).in_field(name)
        })
    };
    Ok((field(ACCOUNT_ID)?, field(ROLE_NAME)?))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::schema;

    #[rstest]
    #[case(json!({"start_url": "https://d-1234567890.awsapps.com/start", "sso_region": "eu-west-1"}), true)]
    #[case(json!({"start_url": "https://company.awsapps.com/start/#/", "sso_region": "eu-west-1"}), true)]
    #[case(json!({"start_url": "https://start.us-gov-home.awsapps.com/directory/d-1", "sso_region": "us-gov-west-1"}), true)]
    #[case(json!({"start_url": "https://d-1.awsapps.com/start", "sso_region": "eu-west-1", "account_id": "123456789012", "role_name": "Reader"}), true)]
    #[case::plain(json!({"start_url": "http://d-1.awsapps.com/start", "sso_region": "eu-west-1"}), false)]
    #[case::user(json!({"start_url": "https://a@evil.example/start", "sso_region": "eu-west-1"}), false)]
    #[case::region(json!({"start_url": "https://d-1.awsapps.com/start"}), false)]
    #[case::name(json!({"start_url": "https://d-1.awsapps.com/start", "sso_region": "eu-west-1", "account_id": "prod"}), false)]
    fn the_schema_marks_slips(#[case] typed: Value, #[case] good: bool) {
        let validator = jsonschema::validator_for(&schema()).expect("a schema");
        assert_eq!(validator.is_valid(&typed), good);
    }
}
