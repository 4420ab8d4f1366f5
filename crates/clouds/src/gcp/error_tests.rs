use nexus_http::{Call, Reply};
use nexus_model::{ErrorCode, Failure};
use rstest::rstest;
use serde_json::{Value, json};

use super::parse_error;

fn failure(status: u16, body: &Value) -> Failure {
    let call =
        Call { operation: "instances.aggregatedList", region: None, host: "c.example".into() };
    parse_error(&call, &Reply::new(status, &[], &body.to_string()))
}

#[rstest]
#[case(
    400,
    "invalid_grant",
    "Invalid JWT Signature.",
    ErrorCode::InvalidCredentials,
    "was deleted or belongs"
)]
#[case(
    400,
    "invalid_grant",
    "Invalid grant: account not found",
    ErrorCode::InvalidCredentials,
    "no longer exists"
)]
#[case(
    400,
    "invalid_grant",
    "The account has been deleted",
    ErrorCode::InvalidCredentials,
    "no longer exists"
)]
#[case(
    400,
    "invalid_grant",
    "Robot is disabled.",
    ErrorCode::InvalidCredentials,
    "Enable the service account"
)]
#[case(
    400,
    "invalid_grant",
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.",
    ErrorCode::InvalidCredentials,
    "clock"
)]
#[case(
    401,
    "deleted_client",
    "The OAuth client was deleted.",
    ErrorCode::InvalidCredentials,
    "no longer exists"
)]
#[case(
    401,
    "disabled_client",
    "The OAuth client was disabled.",
    ErrorCode::InvalidCredentials,
    "Enable the service account"
)]
#[case(400, "invalid_grant", "", ErrorCode::InvalidCredentials, "create a new key")]
#[case(403, "access_denied", "", ErrorCode::PermissionDenied, "Compute Viewer")]
#[case(400, "temporarily_unavailable", "", ErrorCode::ProviderError, "few minutes")]
#[case(400, "invalid_request", "", ErrorCode::BadResponse, "endpoint")]
fn a_refused_grant_is_told(
    #[case] status: u16,
    #[case] word: &str,
    #[case] description: &str,
    #[case] code: ErrorCode,
    #[case] remedy: &str,
) {
    let failure = failure(status, &json!({"error": word, "error_description": description}));
    assert_eq!((failure.code, failure.provider_code.as_deref()), (code, Some(word)));
    assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
    assert!(failure.message.contains(description), "{}", failure.message);
}

#[rstest]
#[case(403, "SERVICE_DISABLED", ErrorCode::PermissionDenied, "Enable the Compute Engine API")]
#[case(403, "accessNotConfigured", ErrorCode::PermissionDenied, "Enable the Compute Engine API")]
#[case(403, "BILLING_DISABLED", ErrorCode::PermissionDenied, "billing account")]
#[case(403, "CONSUMER_SUSPENDED", ErrorCode::PermissionDenied, "suspended")]
#[case(403, "CONSUMER_INVALID", ErrorCode::NotFound, "project ID")]
#[case(403, "RATE_LIMIT_EXCEEDED", ErrorCode::RateLimited, "Wait a minute")]
#[case(403, "rateLimitExceeded", ErrorCode::RateLimited, "Wait a minute")]
#[case(403, "quotaExceeded", ErrorCode::Quota, "limit")]
#[case(403, "forbidden", ErrorCode::PermissionDenied, "Compute Viewer")]
#[case(403, "IAM_PERMISSION_DENIED", ErrorCode::PermissionDenied, "Compute Viewer")]
#[case(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", ErrorCode::PermissionDenied, "Compute Viewer")]
#[case(403, "SECURITY_POLICY_VIOLATED", ErrorCode::PermissionDenied, "VPC Service Controls")]
#[case(401, "ACCOUNT_STATE_INVALID", ErrorCode::InvalidCredentials, "disabled or deleted")]
#[case(401, "authError", ErrorCode::InvalidCredentials, "create a new key")]
#[case(404, "notFound", ErrorCode::NotFound, "project ID")]
#[case(429, "rateLimitExceeded", ErrorCode::RateLimited, "Wait a minute")]
#[case(503, "backendError", ErrorCode::ProviderError, "few minutes")]
#[case(400, "invalid", ErrorCode::BadResponse, "endpoint")]
fn a_refused_call_is_told(
    #[case] status: u16,
    #[case] reason: &str,
    #[case] code: ErrorCode,
    #[case] remedy: &str,
    #[values("errors", "details")] form: &str,
) {
    let detail = json!([{"@type": "type.googleapis.com/google.rpc.Help"}, {"reason": reason}]);
    let failure =
        failure(status, &json!({"error": {"code": status, "message": "No.", form: detail}}));
    assert_eq!((failure.code, failure.provider_code.as_deref()), (code, Some(reason)));
    assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
    assert!(failure.message.contains("No."), "{}", failure.message);
}

#[rstest]
#[case(
    "https://console.developers.google.com/apis/api/compute.googleapis.com/overview?project=123",
    true
)]
#[case("https://console.developers.google.com.evil.example/apis", false)]
#[case("http://console.cloud.google.com/apis", false)]
#[case("javascript:alert(1)", false)]
fn an_activation_link_is_shown_if_it_is_of_googles_console(
    #[case] address: &str,
    #[case] shown: bool,
) {
    let facts = json!({"activationUrl": address, "service": "compute.googleapis.com"});
    let detail =
        json!([{"reason": "SERVICE_DISABLED", "domain": "googleapis.com", "metadata": facts}]);
    let failure = failure(
        403,
        &json!({"error": {"code": 403, "status": "PERMISSION_DENIED", "details": detail}}),
    );
    let link = failure.link.expect("a link");
    assert_eq!(link == address, shown, "{link}");
    assert!(link.starts_with("https://console."), "{link}");
}

#[rstest]
#[case("<html>Bad gateway</html>")]
#[case("{\"error\": null}")]
#[case("{\"error\": {\"details\": [1]}}")]
#[case("")]
fn a_refusal_of_any_other_form_is_told_by_its_status(#[case] body: &str) {
    let call = Call { operation: "projects.get", region: None, host: "c.example".into() };
    let failure = parse_error(&call, &Reply::new(502, &[], body));
    assert_eq!((failure.code, failure.http_status), (ErrorCode::ProviderError, Some(502)));
}
