//! What is asked for: the region, the prefix and the login.

use crate::form::{Field, schema};
use crate::{BackendDescriptor, LoginKind};

pub(super) const REGION: &str = "region";
pub(super) const PREFIX: &str = "prefix";
pub(super) const PROFILE: &str = "profile";
pub(super) const ENDPOINT: &str = "endpoint";
pub(super) const ACCESS_KEY_ID: &str = "access_key_id";
pub(super) const SECRET_ACCESS_KEY: &str = "secret_access_key";
pub(super) const SESSION_TOKEN: &str = "session_token";

/// The prefix when none is given: the seed's own.
pub(super) const DEFAULT_PREFIX: &str = "nexus/providers";

/// The login by AWS's own chain.
pub(super) const DEFAULT_CHAIN: &str = "default";
/// The login by an access key.
pub(super) const ACCESS_KEY: &str = "access_key";

/// AWS Secrets Manager.
pub(super) fn descriptor() -> BackendDescriptor {
    let place = [
        Field::new(REGION, "Region", "For example us-east-1."),
        Field::new(PREFIX, "Prefix", "Names begin with it: prefix/owner/field.").or(DEFAULT_PREFIX),
        Field::new(ENDPOINT, "Endpoint", "Only for a VPC endpoint of your own.").optional(),
    ];
    BackendDescriptor {
        id: "aws-secrets-manager".into(),
        name: "AWS Secrets Manager".into(),
        summary: "For organisations whose credentials must stay in their AWS account.".into(),
        docs: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html".into(),
        schema: schema(&place),
        logins: vec![default_chain(), access_key()],
    }
}

/// <https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html#credentialProviderChain>
fn default_chain() -> LoginKind {
    let profile = Field::new(PROFILE, "Profile", "Of ~/.aws/config; the default one if empty.");
    LoginKind {
        id: DEFAULT_CHAIN.into(),
        name: "AWS's own login".into(),
        summary: "The login that the AWS command line uses: environment, profile, single sign-on or the machine's role.".into(),
        schema: schema(&[profile.optional()]),
        in_browser: false,
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html>
fn access_key() -> LoginKind {
    let session = Field::new(SESSION_TOKEN, "Session token", "Only with temporary credentials.");
    let fields = [
        Field::new(ACCESS_KEY_ID, "Access key ID", "For example AKIAIOSFODNN7EXAMPLE."),
        Field::new(SECRET_ACCESS_KEY, "Secret access key", "Shown once, with its ID.").secret(),
        session.secret().optional(),
    ];
    LoginKind {
        id: ACCESS_KEY.into(),
        name: "Access key".into(),
        summary: "An access key of an IAM user, or temporary credentials.".into(),
        schema: schema(&fields),
        in_browser: false,
    }
}
