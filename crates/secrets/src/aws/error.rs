//! What went wrong with a call, as the one [`Failure`] a person reads.

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_secretsmanager::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_secretsmanager::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use nexus_http::words::scrub;
use nexus_http::{Call, Layer, Refusal, Reply, layer, root_cause, unreachable, unreadable};
use nexus_model::{ErrorCode, Failure, Secret};

/// What a refusal says.
#[derive(Default)]
pub(super) struct Told<'a> {
    pub(super) status: u16,
    pub(super) code: Option<&'a str>,
    pub(super) message: Option<&'a str>,
    pub(super) request_id: Option<&'a str>,
}

/// The failure of a call. `secrets` are taken out of every text.
pub(super) fn failure<E>(
    call: &Call,
    error: &SdkError<E, HttpResponse>,
    secrets: &[Secret],
) -> Failure
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let cause = || scrub(&root_cause(error), secrets);
    match error {
        SdkError::ServiceError(reply) if reply.raw().status().is_success() => {
            unreadable(call, &cause())
        }
        SdkError::ServiceError(reply) => {
            let message = reply.err().message().map(|text| scrub(text, secrets));
            let told = Told {
                status: reply.raw().status().as_u16(),
                code: reply.err().code(),
                message: message.as_deref(),
                request_id: error.request_id(),
            };
            parse_error(call, &told)
        }
        SdkError::TimeoutError(_) => unreachable(call, Layer::Timeout, &cause()),
        SdkError::DispatchFailure(one) if one.is_timeout() => {
            unreachable(call, Layer::Timeout, &cause())
        }
        other if has_no_login(other) => no_login(call, &cause()),
        SdkError::ResponseError(_) => unreadable(call, &cause()),
        other => unreachable(call, layer(other), &cause()),
    }
}

/// The failure of a refusal. Codes by the “Errors” of each call, such as
/// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html#API_PutSecretValue_Errors>,
/// and <https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html>.
pub(super) fn parse_error(call: &Call, told: &Told<'_>) -> Failure {
    let reply = Reply::new(told.status, &[], "");
    let mut refusal = Refusal::of("AWS", &reply);
    let (kind, remedy) = match told.code.unwrap_or_default() {
        "IncompleteSignature"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "MissingAuthenticationToken"
        | "SignatureDoesNotMatch"
        | "UnrecognizedClientException" => (ErrorCode::InvalidCredentials, CHECK_KEY),
        "ExpiredToken" | "ExpiredTokenException" => (ErrorCode::Expired, LOG_IN_AGAIN),
        "RequestExpired" | "RequestTimeTooSkewed" => (ErrorCode::Expired, SET_CLOCK),
        "AccessDenied" | "AccessDeniedException" | "NotAuthorized" => {
            (ErrorCode::PermissionDenied, WIDEN_POLICY)
        }
        "DecryptionFailure" | "EncryptionFailure" => (ErrorCode::PermissionDenied, ALLOW_KMS),
        "OptInRequired" => (ErrorCode::PermissionDenied, ENABLE_REGION),
        "LimitExceededException" => (ErrorCode::Quota, RAISE_LIMIT),
        "ResourceNotFoundException" => (ErrorCode::NotFound, ""),
        "ResourceExistsException" => (ErrorCode::Conflict, READ_AGAIN),
        "InvalidRequestException" if is_being_deleted(told.message) => {
            (ErrorCode::ProviderError, STILL_DELETING)
        }
        "RequestThrottled" | "Throttling" | "ThrottlingException" | "TooManyRequestsException" => {
            (ErrorCode::RateLimited, "")
        }
        "InternalFailure" | "InternalServiceError" | "ServiceUnavailable" => {
            (ErrorCode::ProviderError, "")
        }
        _ => (refusal.kind, ""),
    };
    refusal.kind = kind;
    refusal.code = told.code.map(str::to_owned);
    refusal.told = told.message.map(str::to_owned);
    refusal.request_id = told.request_id.map(str::to_owned);
    refusal.remedy = (!remedy.is_empty()).then(|| remedy.to_owned());
    refusal.failure(call, &reply)
}

/// Whether a refusal says that the secret is on its way out. AWS has no code of its own for it.
pub(super) fn is_being_deleted(message: Option<&str>) -> bool {
    let message = message.unwrap_or_default().to_ascii_lowercase();
    ["marked for deletion", "marked deleted", "scheduled for deletion"]
        .iter()
        .any(|words| message.contains(words))
}

/// Whether the default chain found nothing, or what it found could not be used.
fn has_no_login(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(link) = next {
        if link.is::<CredentialsError>() {
            return true;
        }
        next = link.source();
    }
    false
}

fn no_login(call: &Call, cause: &str) -> Failure {
    let message =
        format!("{} was not sent: AWS's own login gave no credentials ({cause}).", call.subject());
    Failure::new(ErrorCode::InvalidCredentials, call.operation, message, LOG_IN)
}

const CHECK_KEY: &str = "Check that the access key is active and was pasted whole, and that this computer's clock is right.";
const LOG_IN_AGAIN: &str = "Log in again: with “aws sso login”, or with new temporary credentials.";
const LOG_IN: &str =
    "Run “aws sso login” or “aws configure” for this profile, or log in with an access key.";
const SET_CLOCK: &str = "Set this computer's clock: AWS allows 15 minutes of difference.";
const WIDEN_POLICY: &str = "Ask for a policy that allows this call on the prefix's secrets; docs/secret-backends.md has the least one for reading and for writing.";
const ALLOW_KMS: &str =
    "Ask for kms:Decrypt and kms:GenerateDataKey on the key that the secrets are encrypted with.";
const ENABLE_REGION: &str = "Enable the region for the account, or choose another one.";
const RAISE_LIMIT: &str = "Delete secrets that are no longer used, or ask AWS for a higher limit.";
const READ_AGAIN: &str = "Read it again, and repeat the change if it is still wanted.";
const STILL_DELETING: &str = "AWS is still deleting a secret of this name. Try again in a minute.";

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
