//! Google's refusals, of Secret Manager (<https://docs.cloud.google.com/apis/design/errors>) and of
//! its token endpoint (RFC 6749, section 5.2).

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

/// The word for a version that was destroyed or disabled, and for an etag that is over.
pub(super) const FAILED_PRECONDITION: &str = "FAILED_PRECONDITION";

const IAM: &str = "https://console.cloud.google.com/iam-admin/iam";
const API: &str = "https://console.cloud.google.com/apis/library/secretmanager.googleapis.com";

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
    /// By Secret Manager.
    Status(Status),
}

#[derive(Deserialize)]
struct Status {
    message: Option<String>,
    status: Option<String>,
    #[serde(default)]
    details: Vec<Detail>,
}

/// `google.rpc.ErrorInfo`; other details have no reason.
#[derive(Deserialize)]
struct Detail {
    reason: Option<String>,
}

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let mut refusal = Refusal::of("Google Cloud", reply);
    match reply.fields::<Body>() {
        Ok(Body { error: Told::Word(word), error_description }) => {
            let (kind, remedy) = grant(&word, refusal.kind);
            refusal.kind = kind;
            refusal.remedy = Some(remedy.to_owned());
            refusal.code = Some(word);
            refusal.told = error_description;
        }
        Ok(Body { error: Told::Status(status), .. }) => {
            let reason = status.details.into_iter().find_map(|detail| detail.reason);
            let word = status.status.unwrap_or_default();
            let known = known(reason.as_deref().unwrap_or_default())
                .or_else(|| known(&word))
                .or_else(|| of_kind(refusal.kind));
            if let Some((kind, remedy, link)) = known {
                refusal.kind = kind;
                refusal.remedy = (!remedy.is_empty()).then(|| remedy.to_owned());
                refusal.link = link.map(str::to_owned);
            }
            // The status, not the reason: callers tell a failed precondition by it.
            refusal.code = Some(word).filter(|word| !word.is_empty()).or(reason);
            refusal.told = status.message;
        }
        Err(_) => {}
    }
    refusal.failure(call, reply)
}

/// A kind, what to do and where; no remedy leaves the usual words.
type Known = (ErrorCode, &'static str, Option<&'static str>);

/// Reasons by
/// <https://github.com/googleapis/googleapis/blob/master/google/api/error_reason.proto>, statuses by
/// <https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto>.
fn known(word: &str) -> Option<Known> {
    use ErrorCode::{Conflict, InvalidCredentials, NotFound, PermissionDenied, Quota, RateLimited};
    Some(match word {
        "SERVICE_DISABLED" => (PermissionDenied, ENABLE, Some(API)),
        "BILLING_DISABLED" => (PermissionDenied, BILLING, None),
        "CONSUMER_INVALID" | "RESOURCE_PROJECT_INVALID" => (NotFound, PROJECT, Some(IAM)),
        "SECURITY_POLICY_VIOLATED" | "ORG_RESTRICTION_VIOLATION" => {
            (PermissionDenied, PERIMETER, None)
        }
        "RESOURCE_QUOTA_EXCEEDED" => (Quota, "", None),
        "RESOURCE_EXHAUSTED" => (RateLimited, "", None),
        "UNAUTHENTICATED" => (InvalidCredentials, LOG_IN, None),
        "PERMISSION_DENIED" => (PermissionDenied, WIDEN_ROLE, Some(IAM)),
        "ALREADY_EXISTS" | "ABORTED" | FAILED_PRECONDITION => (Conflict, READ_AGAIN, None),
        _ => return None,
    })
}

fn of_kind(kind: ErrorCode) -> Option<Known> {
    match kind {
        ErrorCode::InvalidCredentials => Some((kind, LOG_IN, None)),
        ErrorCode::PermissionDenied => Some((kind, WIDEN_ROLE, Some(IAM))),
        _ => None,
    }
}

/// Words of RFC 6749, section 5.2, and
/// <https://developers.google.com/identity/protocols/oauth2/service-account#error-codes>.
fn grant(word: &str, kind: ErrorCode) -> (ErrorCode, &'static str) {
    match word {
        "invalid_grant"
        | "invalid_client"
        | "unauthorized_client"
        | "deleted_client"
        | "disabled_client" => (ErrorCode::InvalidCredentials, LOG_IN),
        // Google's word for an organisation's rule on how often a person logs in.
        "invalid_rapt" => (ErrorCode::Expired, LOG_IN),
        "access_denied" | "admin_policy_enforced" | "invalid_scope" => {
            (ErrorCode::PermissionDenied, LOG_IN)
        }
        "internal_failure" | "server_error" | "temporarily_unavailable" => {
            (ErrorCode::ProviderError, "Try again in a few minutes.")
        }
        _ => (kind, LOG_IN),
    }
}

const LOG_IN: &str = "Run “gcloud auth application-default login” again. With a key, check that the service account is enabled, the key is still listed, and this computer's clock is right.";
const WIDEN_ROLE: &str = "Ask for the roles Secret Manager Secret Accessor and Viewer on the project's secrets to read, and for Secret Manager Admin to write. A project that does not exist is refused in the same words.";
const ENABLE: &str =
    "Enable the Secret Manager API in the project, wait a few minutes and try again.";
const BILLING: &str = "Link the project to an active billing account.";
const PROJECT: &str = "Check the project ID: it is not the project's name.";
const PERIMETER: &str = "A VPC Service Controls perimeter or an organisation policy forbids it from this network. Ask the organisation's administrator.";
const READ_AGAIN: &str = "Read it again, and repeat the change if it is still wanted.";

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Reply};
    use nexus_model::ErrorCode;
    use rstest::rstest;

    use super::parse_error;

    #[rstest]
    #[case(401, r#"{"error":{"status":"UNAUTHENTICATED"}}"#, ErrorCode::InvalidCredentials)]
    #[case(403, r#"{"error":{"status":"PERMISSION_DENIED"}}"#, ErrorCode::PermissionDenied)]
    #[case(403, r#"{"error":{"status":"PERMISSION_DENIED","details":[{"@type":"x"},{"reason":"SERVICE_DISABLED"}]}}"#, ErrorCode::PermissionDenied)]
    #[case(403, r#"{"error":{"details":[{"reason":"CONSUMER_INVALID"}]}}"#, ErrorCode::NotFound)]
    #[case(404, r#"{"error":{"status":"NOT_FOUND"}}"#, ErrorCode::NotFound)]
    #[case(409, r#"{"error":{"status":"ALREADY_EXISTS"}}"#, ErrorCode::Conflict)]
    #[case(400, r#"{"error":{"status":"FAILED_PRECONDITION"}}"#, ErrorCode::Conflict)]
    #[case(429, r#"{"error":{"status":"RESOURCE_EXHAUSTED"}}"#, ErrorCode::RateLimited)]
    #[case(400, r#"{"error":"invalid_grant"}"#, ErrorCode::InvalidCredentials)]
    #[case(400, r#"{"error":"invalid_rapt"}"#, ErrorCode::Expired)]
    #[case(401, r#"{"error":"invalid_client"}"#, ErrorCode::InvalidCredentials)]
    #[case(503, "<html>", ErrorCode::ProviderError)]
    fn each_refusal_has_its_kind_and_remedy(
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorCode,
    ) {
        let call = Call { operation: "secrets.get", region: None, host: "google.example".into() };
        let failure = parse_error(&call, &Reply::new(status, &[], body));
        assert_eq!((failure.code, failure.http_status), (kind, Some(status)));
        assert!(!failure.remedy.is_empty());
    }
}
