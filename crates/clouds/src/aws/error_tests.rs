use nexus_http::Layer;
use nexus_model::ErrorCode;
use rstest::rstest;

use super::{Call, Refusal, Trouble, is_of_the_token, parse_error};

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

const NOT_AUTHORIZED: &str = "User: arn:aws:iam::123456789012:user/u is not authorized to perform: sts:AssumeRole \
                              on resource: arn:aws:iam::210987654321:role/nexus";
const BAD_CODE: &str = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
const BAD_DEVICE: &str = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA \
                          serial number is valid and associated with this user.";
const NO_CODE: &str =
    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";
const ROOT: &str = "Roles may not be assumed by root accounts.";
const CHAINED: &str = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
const TOO_LONG: &str =
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
const BAD_ID: &str =
    "1 validation error detected: Value 'x' at 'externalId' failed to satisfy constraint";
const STS_OFF: &str = "STS is not activated in this region for account:123456789012.";

#[rstest]
#[case::trust(
    403,
    "AccessDenied",
    NOT_AUTHORIZED,
    ErrorCode::PermissionDenied,
    "external ID",
    None
)]
#[case::propagation(
    403,
    "AccessDenied",
    NOT_AUTHORIZED,
    ErrorCode::PermissionDenied,
    "up to 5 minutes",
    None
)]
#[case::root(403, "AccessDenied", ROOT, ErrorCode::PermissionDenied, "IAM user", None)]
#[case::code(403, "AccessDenied", BAD_CODE, ErrorCode::MfaRequired, "next code", Some("mfa_code"))]
#[case::no_code(
    403,
    "AccessDenied",
    NO_CODE,
    ErrorCode::MfaRequired,
    "next code",
    Some("mfa_code")
)]
#[case::device(
    403,
    "AccessDenied",
    BAD_DEVICE,
    ErrorCode::InvalidCredentials,
    "device's ARN",
    Some("mfa_serial")
)]
#[case::chained(
    400,
    "ValidationError",
    CHAINED,
    ErrorCode::InvalidInput,
    "3600",
    Some("session_duration")
)]
#[case::too_long(
    400,
    "ValidationError",
    TOO_LONG,
    ErrorCode::InvalidInput,
    "maximum session duration",
    Some("session_duration")
)]
#[case::malformed(400, "ValidationError", BAD_ID, ErrorCode::InvalidInput, "AWS names", None)]
#[case::packed(
    400,
    "PackedPolicyTooLarge",
    "",
    ErrorCode::InvalidInput,
    "read-only role",
    Some("read_only")
)]
#[case::policy(
    400,
    "MalformedPolicyDocument",
    "",
    ErrorCode::InvalidInput,
    "read-only role",
    Some("read_only")
)]
#[case::region(
    403,
    "RegionDisabledException",
    STS_OFF,
    ErrorCode::PermissionDenied,
    "default region",
    Some("region")
)]
// What ails the access key itself reads as it always does.
#[case(403, "ExpiredToken", "", ErrorCode::Expired, "temporary credentials", None)]
#[case(403, "InvalidClientTokenId", "", ErrorCode::InvalidCredentials, "IAM user exists", None)]
#[case(403, "SignatureDoesNotMatch", "", ErrorCode::InvalidCredentials, "clock", None)]
#[case(400, "Throttling", "", ErrorCode::RateLimited, "Wait", None)]
#[case(503, "ServiceUnavailable", "", ErrorCode::ProviderError, "few minutes", None)]
fn each_refusal_to_assume_a_role_has_its_remedy(
    #[case] status: u16,
    #[case] word: &str,
    #[case] told: &str,
    #[case] code: ErrorCode,
    #[case] remedy: &str,
    #[case] field: Option<&str>,
) {
    let failure = parse_error(&call("AssumeRole"), &refusal(status, word, told));
    assert_eq!(failure.code, code);
    assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
    assert!(failure.message.contains("AssumeRole in eu-west-1"), "{}", failure.message);
    assert_eq!(failure.field.as_deref(), field);
    assert_eq!(failure.provider_code.as_deref(), Some(word));
    // The same words from another call are not about a role.
    let other = parse_error(&call("DescribeRegions"), &refusal(status, word, told));
    assert!(other.field.is_none() && !other.remedy.contains("role's ARN"));
}

#[rstest]
#[case("ExpiredToken", true)]
#[case("RequestExpired", true)]
#[case("InvalidClientTokenId", true)]
#[case("AuthFailure", true)]
#[case("RequestTimeTooSkewed", false)]
#[case("SignatureDoesNotMatch", false)]
#[case("UnauthorizedOperation", false)]
#[case("", false)]
fn a_session_is_given_up_for_its_token_alone(#[case] word: &str, #[case] given_up: bool) {
    let failure = parse_error(&call("GetCallerIdentity"), &refusal(403, word, "why"));
    assert_eq!(is_of_the_token(&failure), given_up);
}
