//! Google's refusals, of its APIs (<https://docs.cloud.google.com/apis/design/errors>) and of its
//! token endpoint (RFC 6749, section 5.2).

use std::collections::BTreeMap;

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;
use url::Url;

const ACCOUNTS: &str = "https://console.cloud.google.com/iam-admin/serviceaccounts";
const IAM: &str = "https://console.cloud.google.com/iam-admin/iam";
const LIBRARY: &str = "https://console.cloud.google.com/apis/library";
const CONNECTIONS: &str = "https://myaccount.google.com/connections";
const BILLING: &str = "https://console.cloud.google.com/billing";
const QUOTAS: &str = "https://console.cloud.google.com/iam-admin/quotas";

#[derive(Deserialize)]
struct Body {
    error: Told,
    error_description: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Told {
    /// By the token endpoint.
    Word(String),
    /// By an API.
    Status(Box<Status>),
}

#[derive(Deserialize)]
struct Status {
    message: Option<String>,
    status: Option<String>,
    /// The older form of the details.
    errors: Option<Vec<Detail>>,
    details: Option<Vec<Detail>>,
}

/// `google.rpc.ErrorInfo` and its forerunner; other details have no reason.
#[derive(Deserialize)]
struct Detail {
    reason: Option<String>,
    metadata: Option<BTreeMap<String, String>>,
}

/// Whose call was refused, which tells what to do about it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caller {
    ServiceAccount,
    Person,
}

/// The failure of a service account's call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    parse(call, reply, Caller::ServiceAccount)
}

/// The failure of a call with the token of a person who signed in.
pub(super) fn parse_error_for_person(call: &Call, reply: &Reply) -> Failure {
    parse(call, reply, Caller::Person)
}

fn parse(call: &Call, reply: &Reply, caller: Caller) -> Failure {
    let mut refusal = Refusal::of("Google Cloud", reply);
    match reply.fields::<Body>() {
        Ok(Body { error: Told::Word(word), error_description }) => {
            grant_refused(&mut refusal, &word, error_description.as_deref().unwrap_or_default());
            refusal.code = Some(word);
            refusal.told = error_description;
        }
        Ok(Body { error: Told::Status(status), .. }) => call_refused(&mut refusal, *status, caller),
        Err(_) => {}
    }
    if refusal.remedy.is_none() {
        mend(&mut refusal, caller);
    }
    refusal.failure(call, reply)
}

/// Words by RFC 6749, section 5.2, and
/// <https://developers.google.com/identity/protocols/oauth2/service-account#error-codes>. What is
/// wrong with a grant is told by the description alone.
fn grant_refused(refusal: &mut Refusal, word: &str, description: &str) {
    refusal.kind = match word {
        "invalid_grant"
        | "invalid_client"
        | "unauthorized_client"
        | "deleted_client"
        | "disabled_client" => ErrorCode::InvalidCredentials,
        "access_denied" | "admin_policy_enforced" | "invalid_scope" | "org_internal" => {
            ErrorCode::PermissionDenied
        }
        "internal_failure" | "server_error" | "temporarily_unavailable" => ErrorCode::ProviderError,
        _ => refusal.kind,
    };
    let description = description.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| description.contains(word));
    let remedy = if says(&["short-lived", "timeframe"]) {
        "Set this computer's clock: Google accepts a signature only if the time in it is right."
    } else if says(&["signature"]) {
        "The key was deleted or belongs to another service account. Create a new key and replace the provider's with it."
    } else if says(&["not found", "deleted"]) || word == "deleted_client" {
        "The service account no longer exists. Create another and a key of it."
    } else if says(&["disabled"]) || word == "disabled_client" {
        "Enable the service account and its key in Google Cloud's console."
    } else {
        return;
    };
    refusal.remedy = Some(remedy.into());
    refusal.link = (!says(&["short-lived", "timeframe"])).then(|| ACCOUNTS.into());
}

/// Reasons by
/// <https://github.com/googleapis/googleapis/blob/master/google/api/error_reason.proto> and, of the
/// older form, <https://docs.cloud.google.com/compute/docs/reference/rest/v1/errors>.
fn call_refused(refusal: &mut Refusal, status: Status, caller: Caller) {
    let details = status.details.into_iter().flatten().chain(status.errors.into_iter().flatten());
    let detail = details.into_iter().find(|detail| detail.reason.is_some());
    let (reason, facts) = detail.map_or((None, None), |detail| (detail.reason, detail.metadata));
    let facts = facts.unwrap_or_default();
    let activation = facts.get("activationUrl").and_then(|address| of_console(address));
    let (kind, remedy, link) = match reason.as_deref().unwrap_or_default() {
        "SERVICE_DISABLED" | "accessNotConfigured" => (
            ErrorCode::PermissionDenied,
            Some(disabled(facts.get("service").map(String::as_str))),
            Some(activation.as_deref().unwrap_or(LIBRARY)),
        ),
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT" | "insufficientPermissions" => (
            ErrorCode::PermissionDenied,
            (caller == Caller::Person)
                .then_some("Sign in again and leave every permission ticked on Google's page."),
            None,
        ),
        "BILLING_DISABLED" => (
            ErrorCode::PermissionDenied,
            Some("Link the project to an active billing account."),
            Some(BILLING),
        ),
        "CONSUMER_SUSPENDED" | "GCP_SUSPENDED" => (
            ErrorCode::PermissionDenied,
            Some("Google suspended the project: appeal in its console."),
            Some(IAM),
        ),
        "CONSUMER_INVALID" | "RESOURCE_PROJECT_INVALID" | "USER_PROJECT_DENIED" => (
            ErrorCode::NotFound,
            Some("Check the project ID: it is not the project's name or number."),
            Some(IAM),
        ),
        "ACCOUNT_STATE_INVALID" => (
            ErrorCode::InvalidCredentials,
            Some(
                "The service account is disabled or deleted. Enable it, or create another with a key.",
            ),
            Some(ACCOUNTS),
        ),
        "SECURITY_POLICY_VIOLATED" | "ORG_RESTRICTION_VIOLATION" => (
            ErrorCode::PermissionDenied,
            Some(
                "A VPC Service Controls perimeter or an organisation policy forbids it from this network. Ask the organisation's administrator.",
            ),
            None,
        ),
        "RATE_LIMIT_EXCEEDED" | "rateLimitExceeded" | "userRateLimitExceeded" => {
            (ErrorCode::RateLimited, None, None)
        }
        "RESOURCE_QUOTA_EXCEEDED" | "quotaExceeded" | "dailyLimitExceeded" => {
            (ErrorCode::Quota, None, Some(QUOTAS))
        }
        "IAM_PERMISSION_DENIED" | "AUTH_PERMISSION_DENIED" => {
            (ErrorCode::PermissionDenied, None, None)
        }
        _ => (refusal.kind, None, None),
    };
    refusal.kind = kind;
    refusal.remedy = remedy.map(str::to_owned);
    refusal.link = link.map(str::to_owned);
    refusal.code = reason.or(status.status);
    refusal.told = status.message;
}

/// What to do about an API that is not enabled.
fn disabled(service: Option<&str>) -> &'static str {
    match service {
        Some("cloudresourcemanager.googleapis.com") => {
            "Enable the Cloud Resource Manager API in the project that the OAuth client is of, wait a few minutes and try again."
        }
        Some("serviceusage.googleapis.com") => {
            "Enable the Service Usage API in the project that the OAuth client is of, wait a few minutes and try again."
        }
        _ => "Enable the Compute Engine API in the project, wait a few minutes and refresh again.",
    }
}

/// What to do where only the kind is known.
fn mend(refusal: &mut Refusal, caller: Caller) {
    let (remedy, link) = match (refusal.kind, caller) {
        (ErrorCode::InvalidCredentials, Caller::ServiceAccount) => (
            "Check that the service account is enabled and its key is listed among its keys; if not, create a new key and paste the file.",
            ACCOUNTS,
        ),
        (ErrorCode::InvalidCredentials, Caller::Person) => (
            "Sign in again: the access was taken back in the Google account, or its password was changed.",
            CONNECTIONS,
        ),
        (ErrorCode::PermissionDenied, Caller::ServiceAccount) => (
            "Grant the service account the role Compute Viewer on this project, and check the project ID: a project that does not exist is refused in the same words.",
            IAM,
        ),
        (ErrorCode::PermissionDenied, Caller::Person) => (
            "Ask an owner of the project for the role Compute Viewer; to enable APIs, for Service Usage Admin too.",
            IAM,
        ),
        (ErrorCode::NotFound, _) => {
            ("Check the project ID: it is not the project's name or number.", IAM)
        }
        _ => return,
    };
    refusal.remedy = Some(remedy.into());
    refusal.link.get_or_insert_with(|| link.into());
}

/// An address that a reply names, if it is of Google's console: it is shown to be opened.
fn of_console(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let consoles = ["console.cloud.google.com", "console.developers.google.com"];
    let of_google = url.host_str().is_some_and(|host| consoles.contains(&host));
    let plain = url.scheme() == "https" && url.port().is_none() && url.username().is_empty();
    (of_google && plain).then(|| url.into())
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
