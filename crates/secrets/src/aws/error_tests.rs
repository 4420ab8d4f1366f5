use nexus_http::Call;
use nexus_model::ErrorCode;
use rstest::rstest;

use super::{Told, parse_error};

#[rstest]
#[case(400, "UnrecognizedClientException", "", ErrorCode::InvalidCredentials)]
#[case(400, "InvalidSignatureException", "", ErrorCode::InvalidCredentials)]
#[case(400, "ExpiredTokenException", "", ErrorCode::Expired)]
#[case(400, "AccessDeniedException", "", ErrorCode::PermissionDenied)]
#[case(400, "DecryptionFailure", "", ErrorCode::PermissionDenied)]
#[case(400, "LimitExceededException", "", ErrorCode::Quota)]
#[case(400, "ResourceNotFoundException", "", ErrorCode::NotFound)]
#[case(400, "ResourceExistsException", "", ErrorCode::Conflict)]
#[case(400, "InvalidRequestException", "It was marked for deletion.", ErrorCode::ProviderError)]
#[case(400, "InvalidRequestException", "It is managed by another service.", ErrorCode::BadResponse)]
#[case(400, "ThrottlingException", "", ErrorCode::RateLimited)]
#[case(500, "InternalServiceError", "", ErrorCode::ProviderError)]
#[case(503, "", "", ErrorCode::ProviderError)]
fn each_refusal_has_its_kind_and_remedy(
    #[case] status: u16,
    #[case] code: &str,
    #[case] message: &str,
    #[case] kind: ErrorCode,
) {
    let region = Some("eu-west-1".to_owned());
    let call = Call { operation: "GetSecretValue", region, host: "aws.example".into() };
    let code = Some(code).filter(|code| !code.is_empty());
    let told = Told { status, code, message: Some(message), request_id: Some("7c5b1e2a") };
    let failure = parse_error(&call, &told);
    assert_eq!((failure.code, failure.http_status), (kind, Some(status)));
    assert_eq!(failure.provider_code.as_deref(), code);
    assert_eq!(failure.region.as_deref(), Some("eu-west-1"));
    assert!(!failure.remedy.is_empty());
}
