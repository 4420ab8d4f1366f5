//! What stores refuse: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>, and
//! the codes that MinIO has beside them (`cmd/api-errors.go` of github.com/minio/minio).

use nexus_http::words::identifier;
use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};

use super::credential::REGION;
use super::document::{self, Told};

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let told = document::error(&reply.body).unwrap_or_default();
    let mut refusal = Refusal::of("The store", reply);
    let code = told.code.as_deref().unwrap_or_default();
    refusal.kind = kind(code).unwrap_or(refusal.kind);
    refusal.remedy = remedy(refusal.kind, &told);
    let in_region = refusal.kind == ErrorCode::InvalidInput;
    let header = reply.header("x-amz-request-id").map(str::to_owned);
    refusal.request_id = told.request_id.or(header).or(refusal.request_id);
    refusal.code = told.code;
    refusal.told = told.message;
    let failure = refusal.failure(call, reply);
    if in_region { failure.in_field(REGION) } else { failure }
}

fn kind(code: &str) -> Option<ErrorCode> {
    Some(match code {
        "InvalidAccessKeyId" | "SignatureDoesNotMatch" | "InvalidTokenId" => {
            ErrorCode::InvalidCredentials
        }
        "ExpiredToken" | "RequestTimeTooSkewed" | "RequestExpired" => ErrorCode::Expired,
        "AccessDenied" | "AccountProblem" | "AllAccessDisabled" => ErrorCode::PermissionDenied,
        "AuthorizationHeaderMalformed" | "InvalidRegion" => ErrorCode::InvalidInput,
        "SlowDown" | "SlowDownRead" | "SlowDownWrite" | "TooManyRequests" => ErrorCode::RateLimited,
        "InternalError" | "ServerBusy" | "ServiceUnavailable" | "XMinioServerNotInitialized" => {
            ErrorCode::ProviderError
        }
        _ => return None,
    })
}

fn remedy(kind: ErrorCode, told: &Told) -> Option<String> {
    let text = match (kind, told.code.as_deref().unwrap_or_default()) {
        (_, "SignatureDoesNotMatch") => {
            "Paste the secret key again, whole and without spaces. If it is right, check the region, and that no proxy changes the request's host."
        }
        (_, "RequestTimeTooSkewed" | "RequestExpired") => {
            "Set this computer's clock: stores allow 15 minutes of difference."
        }
        (ErrorCode::InvalidCredentials, _) => {
            "Check in the store's console that the access key is there and active, and paste it again."
        }
        (ErrorCode::PermissionDenied, _) => {
            "Let the access key list the buckets: s3:ListAllMyBuckets in its policy, or in its user's."
        }
        (ErrorCode::InvalidInput, _) => {
            return Some(match told.region.as_deref().and_then(identifier) {
                Some(region) => format!("Set the provider's region to {region}."),
                None => {
                    "Set the provider's region to the store's, or leave it empty for us-east-1."
                        .into()
                }
            });
        }
        (ErrorCode::NotFound, _) => {
            "Check that the endpoint is the address of the store's S3 API, without a bucket, and not that of its console."
        }
        (ErrorCode::ProviderError, _) => {
            "Try again in a few minutes, or ask the store's administrator."
        }
        _ => return None,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Reply};
    use nexus_model::ErrorCode;
    use rstest::rstest;

    use super::parse_error;

    #[rstest]
    #[case(403, "InvalidAccessKeyId", ErrorCode::InvalidCredentials, "active")]
    #[case(403, "SignatureDoesNotMatch", ErrorCode::InvalidCredentials, "secret key again")]
    #[case(403, "AccessDenied", ErrorCode::PermissionDenied, "s3:ListAllMyBuckets")]
    #[case(403, "AccountProblem", ErrorCode::PermissionDenied, "s3:ListAllMyBuckets")]
    #[case(403, "RequestTimeTooSkewed", ErrorCode::Expired, "clock")]
    #[case(400, "AuthorizationHeaderMalformed", ErrorCode::InvalidInput, "eu-central-1")]
    #[case(400, "InvalidRegion", ErrorCode::InvalidInput, "region")]
    #[case(503, "SlowDown", ErrorCode::RateLimited, "Wait")]
    #[case(503, "SlowDownRead", ErrorCode::RateLimited, "Wait")]
    #[case(429, "TooManyRequests", ErrorCode::RateLimited, "Wait")]
    #[case(503, "XMinioServerNotInitialized", ErrorCode::ProviderError, "few minutes")]
    #[case(500, "InternalError", ErrorCode::ProviderError, "few minutes")]
    #[case(501, "NotImplemented", ErrorCode::ProviderError, "administrator")]
    #[case(404, "NoSuchBucket", ErrorCode::NotFound, "without a bucket")]
    #[case(400, "InvalidArgument", ErrorCode::BadResponse, "endpoint")]
    fn each_refusal_has_its_code_and_remedy(
        #[case] status: u16,
        #[case] word: &str,
        #[case] code: ErrorCode,
        #[case] remedy: &str,
    ) {
        let call = Call { operation: "ListBuckets", region: None, host: "minio.example".into() };
        let body = format!(
            "<Error><Code>{word}</Code><Message>why</Message><Region>eu-central-1</Region>\
             <RequestId>4442587FB7D0A2F9</RequestId></Error>"
        );
        let failure = parse_error(&call, &Reply::new(status, &[], &body));
        assert_eq!((failure.code, failure.http_status), (code, Some(status)));
        assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
        assert!(failure.message.contains("“why”"), "{}", failure.message);
        assert_eq!(failure.provider_code.as_deref(), Some(word));
        assert_eq!(failure.request_id.as_deref(), Some("4442587FB7D0A2F9"));
        assert_eq!(failure.field.is_some(), code == ErrorCode::InvalidInput);
    }

    #[test]
    fn a_web_page_is_told_by_its_status() {
        let call = Call { operation: "ListBuckets", region: None, host: "minio.example".into() };
        let failure = parse_error(&call, &Reply::new(404, &[], "<html>"));
        assert_eq!((failure.code, failure.provider_code), (ErrorCode::NotFound, None));
    }
}
