//! The plain words for a refusal, and what of the cloud's own words may be shown.

use nexus_model::ErrorCode;

/// Most characters of the cloud's own text that are shown.
const QUOTE: usize = 300;

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
    let service = if operation == "GetCallerIdentity" { "sts" } else { "ec2" };
    format!("{service}:{operation}")
}

/// A code or request id, if it looks like one: a hostile endpoint may write anything there.
pub(super) fn identifier(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    let good = !text.is_empty() && text.len() <= 100 && text.chars().all(plain);
    good.then(|| text.to_owned())
}

/// The text without any of the secrets.
pub(super) fn scrub(text: &str, secrets: &[String]) -> String {
    secrets
        .iter()
        .filter(|secret| !secret.is_empty())
        .fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), "••••"))
}

/// The part of a text that helps a person: its first paragraph, at most 300 characters, without
/// control characters and without the blob of an encoded authorization failure. STS puts the
/// request it expected, session token included, into further paragraphs.
pub(super) fn quotable(text: &str) -> Option<String> {
    let text = text.trim_start().lines().next().unwrap_or_default();
    let text = text.split("Encoded authorization failure message").next().unwrap_or_default();
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    let clean = clean.trim();
    match clean.char_indices().nth(QUOTE) {
        _ if clean.is_empty() => None,
        Some((end, _)) => Some(format!("{}…", clean[..end].trim_end())),
        None => Some(clean.to_owned()),
    }
}
