//! What went wrong with a call, as the one [`Failure`] a person reads.

use aws_sdk_ec2::config::http::HttpResponse;
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ec2::operation::RequestId;
use nexus_http::words::{identifier, quotable, scrub};
use nexus_http::{Layer, layer, root_cause};
use nexus_model::{ErrorCode, Failure, Secret, Timestamp};
use serde::Deserialize;

use super::{document, partition, role_refusal, sso_refusal, words};

/// The call that failed.
pub(super) struct Call {
    /// As AWS names it.
    pub(super) operation: &'static str,
    /// The region it was made in.
    pub(super) region: String,
    /// The host it was sent to, with the port of a custom endpoint.
    pub(super) host: String,
}

impl Call {
    /// In the words of all clouds.
    pub(super) fn told(&self) -> nexus_http::Call {
        let (operation, host) = (self.operation, self.host.clone());
        nexus_http::Call { operation, region: Some(self.region.clone()), host }
    }
}

/// What is known about why it failed.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    /// A reply that is not a success.
    Refused(Refusal),
    /// A successful reply that cannot be used, and why.
    Unreadable(String),
    /// No reply, and the innermost cause.
    Network(Layer, String),
    /// The request could not even be made from the account's fields.
    Unsendable(String),
}

/// A reply that is not a success.
#[derive(Clone, Debug, Default)]
pub(super) struct Refusal {
    /// HTTP status.
    pub(super) status: u16,
    /// AWS's error code; a proxy's page has none.
    pub(super) code: Option<String>,
    /// AWS's text.
    pub(super) message: Option<String>,
    /// AWS's id of the request.
    pub(super) request_id: Option<String>,
    /// Seconds to wait, by the reply's `Retry-After`.
    pub(super) retry_after: Option<u32>,
}

impl Trouble {
    /// From the SDK's error. The account's secrets are taken out of every text: a reply may quote
    /// what was sent.
    pub(super) fn of<E>(error: &SdkError<E, HttpResponse>, secrets: &[Secret]) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let cause = || scrub(&root_cause(error), secrets);
        match error {
            SdkError::ServiceError(reply) if reply.raw().status().is_success() => {
                Self::Unreadable(cause())
            }
            SdkError::ServiceError(reply) => {
                let retry_after = reply.raw().headers().get("retry-after");
                let (code, message) = match reply.err().code() {
                    Some(code) => {
                        let message = reply.err().message().map(str::to_owned);
                        let body = reply.raw().body().bytes().unwrap_or_default();
                        (Some(code.to_owned()), message.or_else(|| description(body)))
                    }
                    None => document::error(reply.raw().body().bytes().unwrap_or_default()),
                };
                Self::Refused(Refusal {
                    status: reply.raw().status().as_u16(),
                    code: code.as_deref().and_then(identifier),
                    message: message.map(|text| scrub(&text, secrets)),
                    request_id: error.request_id().and_then(identifier),
                    retry_after: retry_after.and_then(|seconds| seconds.trim().parse().ok()),
                })
            }
            SdkError::TimeoutError(_) => Self::Network(Layer::Timeout, cause()),
            SdkError::DispatchFailure(dispatch) if dispatch.is_timeout() => {
                Self::Network(Layer::Timeout, cause())
            }
            SdkError::ConstructionFailure(_) => Self::Unsendable(cause()),
            other => Self::Network(layer(other), cause()),
        }
    }
}

/// The text of a refusal by IAM Identity Center, which has no `message`.
fn description(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Body {
        error_description: Option<String>,
    }
    serde_json::from_slice::<Body>(body).ok()?.error_description
}

/// The failure of a call.
pub(super) fn parse_error(call: &Call, trouble: &Trouble) -> Failure {
    let mut failure = match trouble {
        Trouble::Refused(refusal) => refused(call, refusal),
        Trouble::Unreadable(why) => Failure::new(
            ErrorCode::BadResponse,
            call.operation,
            format!("The reply of {} to {} cannot be used: {why}.", call.host, call.operation),
            words::BAD_RESPONSE,
        ),
        Trouble::Network(layer, cause) => nexus_http::unreachable(&call.told(), *layer, cause),
        Trouble::Unsendable(why) => Failure::new(
            ErrorCode::InvalidInput,
            call.operation,
            format!("No request can be made for the region {}: {why}.", call.region),
            "Correct the default region, for example us-east-1.",
        )
        .in_field("region"),
    };
    failure.region = Some(call.region.clone());
    failure
}

fn refused(call: &Call, refusal: &Refusal) -> Failure {
    let word = refusal.code.as_deref();
    let is_role = call.operation == "AssumeRole";
    let of_call =
        if is_role { role_refusal::of(refusal) } else { sso_refusal::of(call.operation, refusal) };
    let code = of_call.as_ref().map_or_else(|| code_of(refusal.status, word), |why| why.code);
    let what = of_call.as_ref().map_or_else(|| words::what(code, word), |why| why.what);
    let mut message = format!("{} in {} failed: {what}", call.operation, call.region);
    message.push_str(&match word {
        Some(word) => format!(" ({word})."),
        None => format!(" ({} answered HTTP {} without an AWS error).", call.host, refusal.status),
    });
    if let Some(told) = refusal.message.as_deref().and_then(quotable) {
        message.push_str(&format!(" AWS says: “{told}”"));
    }
    let remedy = match &of_call {
        Some(why) => why.remedy.to_owned(),
        None => words::remedy(code, word, call.operation),
    };
    let mut failure = Failure::new(code, call.operation, message, remedy);
    failure.http_status = Some(refusal.status);
    failure.provider_code = refusal.code.clone();
    failure.request_id = refusal.request_id.clone();
    failure.field = of_call.as_ref().and_then(|why| why.field).map(str::to_owned);
    failure.link = match &of_call {
        Some(_) if is_role => partition::roles_page(&call.region),
        Some(_) => None,
        None if words::is_mended_in_iam(code) => partition::iam_page(&call.region),
        None => None,
    };
    failure.retry_at = refusal
        .retry_after
        .and_then(|seconds| Timestamp::from_unix(Timestamp::now().unix() + i64::from(seconds)));
    failure
}

/// Whether a failure is AWS's word that a session's token is over or not known. A wrong clock is
/// not, and would cost a second factor its session.
pub(super) fn is_of_the_token(failure: &Failure) -> bool {
    let words = ["AuthFailure", "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId"];
    let word = failure.provider_code.as_deref();
    // EC2's word for a token that is over.
    word.is_some_and(|word| words.contains(&word) || word == "RequestExpired")
}

/// The kind of a refusal. Codes by
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>,
/// <https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html> and, for throttling,
/// the SDK's own list.
fn code_of(status: u16, word: Option<&str>) -> ErrorCode {
    match word.unwrap_or_default() {
        "AuthFailure"
        | "IncompleteSignature"
        | "InvalidAccessKeyId"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "MissingAuthenticationToken"
        | "SignatureDoesNotMatch"
        | "UnrecognizedClientException" => ErrorCode::InvalidCredentials,
        "ExpiredToken" | "ExpiredTokenException" | "RequestExpired" | "RequestTimeTooSkewed" => {
            ErrorCode::Expired
        }
        "AccessDenied"
        | "AccessDeniedException"
        | "Blocked"
        | "NotAuthorized"
        | "OptInRequired"
        | "PendingVerification"
        | "UnauthorizedOperation" => ErrorCode::PermissionDenied,
        "BandwidthLimitExceeded"
        | "EC2ThrottledException"
        | "PriorRequestNotComplete"
        | "RequestLimitExceeded"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "SlowDown"
        | "SlowDownException"
        | "ThrottledException"
        | "Throttling"
        | "ThrottlingException"
        | "TooManyRequestsException" => ErrorCode::RateLimited,
        "InternalError"
        | "InternalFailure"
        | "InternalServerException"
        | "ServiceUnavailable"
        | "Unavailable" => ErrorCode::ProviderError,
        // Named after what is missing: `InvalidInstanceID.NotFound`.
        word if word.ends_with(".NotFound") => ErrorCode::NotFound,
        _ if status == 429 => ErrorCode::RateLimited,
        _ if status >= 500 => ErrorCode::ProviderError,
        _ => ErrorCode::BadResponse,
    }
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
