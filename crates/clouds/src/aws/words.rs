//! The plain words for a refusal.

use nexus_model::ErrorCode;

/// Remedy for a reply that is not an EC2 or STS reply.
pub(super) const BAD_RESPONSE: &str =
    "Check that the endpoint is an EC2 and STS endpoint and that no proxy answers in its place.";

/// What happened, without a full stop.
pub(super) fn what(code: ErrorCode, word: Option<&str>) -> &'static str {
    match (code, word.unwrap_or_default()) {
        (_, "RequestExpired" | "RequestTimeTooSkewed") => {
            "the request was too old when it arrived, or this computer's clock is wrong"
        }
        (_, "SignatureDoesNotMatch" | "InvalidSignatureException") => {
            "the secret key does not belong to the access key ID"
        }
        (_, "OptInRequired" | "PendingVerification" | "Blocked") => {
            "the account itself may not use this service yet or any longer"
        }
        (ErrorCode::InvalidCredentials, _) => "AWS does not accept the access key",
        (ErrorCode::Expired, _) => "the session token has expired",
        (ErrorCode::PermissionDenied, _) => "the key is good but may not make this call",
        (ErrorCode::RateLimited, _) => "AWS got too many requests from this account",
        (ErrorCode::ProviderError, _) => "AWS had a fault of its own",
        _ => "AWS refused the request",
    }
}

/// What to do about it.
pub(super) fn remedy(code: ErrorCode, word: Option<&str>, operation: &str) -> String {
    let text = match (code, word.unwrap_or_default()) {
        (_, "RequestExpired" | "RequestTimeTooSkewed") => {
            "Set this computer's clock (AWS allows 15 minutes of difference), or get new temporary credentials."
        }
        (_, "SignatureDoesNotMatch" | "InvalidSignatureException") => {
            "Paste the secret access key again, whole and without spaces, and check that this computer's clock is right."
        }
        (_, "OptInRequired" | "PendingVerification" | "Blocked") => {
            "Sign in to the AWS console as the account's owner: finish its registration or ask AWS Support."
        }
        (ErrorCode::InvalidCredentials, _) => {
            "Check that the access key ID is right, that its IAM user exists and the key is active, and that this \
             computer's clock is right. An account in China or GovCloud needs its default region set. If only \
             some regions fail, enable them for the account."
        }
        (ErrorCode::Expired, _) => {
            "Get new temporary credentials and replace the provider's credential with them."
        }
        (ErrorCode::PermissionDenied, _) => {
            return format!(
                "In IAM, attach AmazonEC2ReadOnlyAccess or a policy that allows {} to the key's user or role, and \
                 check for a boundary or an organisation's policy that denies it.",
                permission(operation)
            );
        }
        (ErrorCode::RateLimited, _) => {
            "Wait a minute and refresh again. Other tools of the same account share the limit."
        }
        (ErrorCode::ProviderError, _) => {
            "Try again in a few minutes; https://health.aws.amazon.com/health/status shows known faults."
        }
        _ => BAD_RESPONSE,
    };
    text.to_owned()
}

/// Whether the page of IAM users is where a person mends it.
pub(super) fn is_mended_in_iam(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::InvalidCredentials | ErrorCode::Expired | ErrorCode::PermissionDenied)
}

fn permission(operation: &str) -> String {
    let of_sts = matches!(operation, "GetCallerIdentity" | "AssumeRole");
    let service = if of_sts { "sts" } else { "ec2" };
    format!("{service}:{operation}")
}
