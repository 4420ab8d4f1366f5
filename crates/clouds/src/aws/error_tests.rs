use nexus_http::Layer;
use nexus_model::ErrorCode;
use rstest::rstest;

use super::{Call, Refusal, Trouble, parse_error};

fn call(operation: &'static str) -> Call {
    Call { operation, region: "eu-west-1".into(), host: "ec2.eu-west-1.amazonaws.com".into() }
}

fn refusal(status: u16, code: &str, message: &str) -> Trouble {
    Trouble::Refused(Refusal {
        status,
        code: Some(code).filter(|code| !code.is_empty()).map(str::to_owned),
        message: Some(message.to_owned()),
        request_id: Some("59dbff89-35bd-4eac-99ed-be587EXAMPLE".into()),
        retry_after: None,
    })
}

#[rstest]
#[case(401, "AuthFailure", ErrorCode::InvalidCredentials, "key is active")]
#[case(403, "InvalidClientTokenId", ErrorCode::InvalidCredentials, "IAM user exists")]
#[case(403, "InvalidAccessKeyId", ErrorCode::InvalidCredentials, "access key ID is right")]
#[case(403, "UnrecognizedClientException", ErrorCode::InvalidCredentials, "clock")]
#[case(403, "SignatureDoesNotMatch", ErrorCode::InvalidCredentials, "clock")]
#[case(400, "IncompleteSignature", ErrorCode::InvalidCredentials, "clock")]
#[case(400, "ExpiredToken", ErrorCode::Expired, "new temporary credentials")]
#[case(403, "ExpiredTokenException", ErrorCode::Expired, "new temporary credentials")]
#[case(400, "RequestExpired", ErrorCode::Expired, "clock")]
#[case(403, "UnauthorizedOperation", ErrorCode::PermissionDenied, "AmazonEC2ReadOnlyAccess")]
#[case(403, "AccessDenied", ErrorCode::PermissionDenied, "ec2:DescribeInstances")]
#[case(400, "AccessDeniedException", ErrorCode::PermissionDenied, "policy")]
#[case(401, "OptInRequired", ErrorCode::PermissionDenied, "registration")]
#[case(401, "PendingVerification", ErrorCode::PermissionDenied, "AWS Support")]
#[case(400, "Throttling", ErrorCode::RateLimited, "Wait")]
#[case(503, "RequestLimitExceeded", ErrorCode::RateLimited, "Wait")]
#[case(429, "", ErrorCode::RateLimited, "Wait")]
#[case(500, "InternalError", ErrorCode::ProviderError, "few minutes")]
#[case(503, "Unavailable", ErrorCode::ProviderError, "few minutes")]
#[case(503, "ServiceUnavailable", ErrorCode::ProviderError, "few minutes")]
#[case(502, "", ErrorCode::ProviderError, "few minutes")]
#[case(403, "", ErrorCode::BadResponse, "proxy")]
#[case(404, "", ErrorCode::BadResponse, "endpoint")]
#[case(400, "InvalidParameterValue", ErrorCode::BadResponse, "endpoint")]
fn each_refusal_has_its_code_and_remedy(
    #[case] status: u16,
    #[case] word: &str,
    #[case] code: ErrorCode,
    #[case] remedy: &str,
) {
    let failure = parse_error(&call("DescribeInstances"), &refusal(status, word, "why"));
    assert_eq!(failure.code, code);
    assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
    assert!(failure.message.contains("DescribeInstances in eu-west-1"), "{}", failure.message);
    assert_eq!(failure.http_status, Some(status));
    assert_eq!(failure.provider_code.as_deref().unwrap_or_default(), word);
    assert_eq!(failure.region.as_deref(), Some("eu-west-1"));
    assert_eq!(failure.request_id.as_deref(), Some("59dbff89-35bd-4eac-99ed-be587EXAMPLE"));
    let iam = ["invalid_credentials", "expired", "permission_denied"].contains(&code.as_str());
    assert_eq!(failure.link.is_some(), iam);
}

#[rstest]
#[case(Layer::Dns, ErrorCode::UnreachableDns, "does not resolve")]
#[case(Layer::Connection, ErrorCode::UnreachableRefused, "refused or dropped")]
#[case(Layer::Tls, ErrorCode::UnreachableTls, "secure connection")]
#[case(Layer::Timeout, ErrorCode::UnreachableTimeout, "in time")]
fn each_layer_has_its_code_and_names_the_host(
    #[case] layer: Layer,
    #[case] code: ErrorCode,
    #[case] what: &str,
) {
    let trouble = Trouble::Network(layer, "the cause".into());
    let failure = parse_error(&call("GetCallerIdentity"), &trouble);
    assert_eq!(failure.code, code);
    assert!(failure.message.contains("ec2.eu-west-1.amazonaws.com"), "{}", failure.message);
    assert!(failure.message.contains(what), "{}", failure.message);
    assert_eq!(failure.http_status, None);
}

#[test]
fn retry_after_becomes_a_moment() {
    let trouble = Trouble::Refused(Refusal {
        status: 503,
        code: Some("RequestLimitExceeded".into()),
        retry_after: Some(60),
        ..Refusal::default()
    });
    let failure = parse_error(&call("DescribeInstances"), &trouble);
    let ahead = -failure.retry_at.expect("a moment").age().whole_seconds();
    assert!((55..=60).contains(&ahead), "{ahead}");
}
