use nexus_http::{Call, Reply};
use nexus_model::ErrorCode;
use rstest::rstest;
use serde_json::json;

use super::parse_error;

fn call(host: &str) -> Call {
    Call { operation: "GetToken", region: None, host: host.into() }
}

#[rstest]
#[case(401, "invalid_client", 7_000_215, ErrorCode::InvalidCredentials, Some("client_secret"))]
#[case(401, "invalid_client", 7_000_222, ErrorCode::Expired, Some("client_secret"))]
#[case(401, "invalid_client", 1, ErrorCode::InvalidCredentials, None)]
#[case(400, "unauthorized_client", 700_016, ErrorCode::InvalidCredentials, Some("client_id"))]
#[case(400, "unauthorized_client", 1, ErrorCode::InvalidCredentials, None)]
#[case(400, "invalid_request", 90_002, ErrorCode::InvalidCredentials, Some("tenant_id"))]
#[case(400, "invalid_request", 90_055, ErrorCode::RateLimited, None)]
#[case(400, "temporarily_unavailable", 1, ErrorCode::ProviderError, None)]
#[case(400, "invalid_scope", 70_011, ErrorCode::BadResponse, None)]
fn what_entra_refuses(
    #[case] status: u16,
    #[case] word: &str,
    #[case] number: u32,
    #[case] code: ErrorCode,
    #[case] field: Option<&str>,
) {
    let body = json!({
        "error": word,
        "error_description": format!("AADSTS{number}: No.\r\nTrace ID: x\r\nTimestamp: 2026-01-31 08:30:00Z"),
        "error_codes": [number],
        "trace_id": "0000aaaa-11bb-cccc-dd33-eeeeee333333",
        "correlation_id": "aaaa0000-bb11-2222-33cc-444444dddddd"
    });
    let reply = Reply::new(status, &[("content-type", "application/json")], &body.to_string());
    let failure = parse_error(&call("login.microsoftonline.com"), &reply);
    assert_eq!((failure.code, failure.field.as_deref()), (code, field), "{failure:?}");
    assert_eq!(failure.provider_code, Some(format!("AADSTS{number}")));
    assert_eq!(failure.request_id.as_deref(), Some("0000aaaa-11bb-cccc-dd33-eeeeee333333"));
    assert!(failure.message.contains("No.") && !failure.message.contains("Trace ID"));
    let needs_app = matches!(code, ErrorCode::InvalidCredentials | ErrorCode::Expired);
    assert_eq!(failure.link.is_some(), needs_app, "{:?}", failure.link);
}

#[rstest]
#[case(401, "InvalidAuthenticationToken", ErrorCode::InvalidCredentials, None)]
#[case(401, "InvalidAuthenticationTokenTenant", ErrorCode::InvalidCredentials, Some("tenant_id"))]
#[case(403, "AuthorizationFailed", ErrorCode::PermissionDenied, None)]
#[case(404, "SubscriptionNotFound", ErrorCode::NotFound, Some("subscription_id"))]
#[case(400, "InvalidSubscriptionId", ErrorCode::InvalidInput, Some("subscription_id"))]
#[case(429, "TooManyRequests", ErrorCode::RateLimited, None)]
#[case(500, "InternalServerError", ErrorCode::ProviderError, None)]
fn what_resource_manager_refuses(
    #[case] status: u16,
    #[case] word: &str,
    #[case] code: ErrorCode,
    #[case] field: Option<&str>,
) {
    let body = json!({"error": {"code": word, "message": "No."}}).to_string();
    let headers = [("content-type", "application/json"), ("x-ms-request-id", "7c5b1e2a")];
    let reply = Reply::new(status, &headers, &body);
    let failure = parse_error(&call("management.azure.com"), &reply);
    assert_eq!((failure.code, failure.field.as_deref()), (code, field), "{failure:?}");
    assert_eq!(failure.provider_code.as_deref(), Some(word));
    assert_eq!(failure.request_id.as_deref(), Some("7c5b1e2a"));
}

#[test]
fn a_refusal_of_rights_says_which_role_is_missing() {
    let reply = Reply::new(403, &[], "");
    let failure = parse_error(&call("management.usgovcloudapi.net"), &reply);
    assert!(failure.remedy.contains("Reader"));
    assert!(failure.link.is_some_and(|link| link.starts_with("https://portal.azure.us/")));
    let private = parse_error(&call("127.0.0.1:8080"), &reply);
    assert_eq!(private.link, None, "a private cloud has a portal of its own");
}
