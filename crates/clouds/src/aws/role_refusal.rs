//! What STS's refusals to assume a role mean. It has one code for most of them and tells them apart
//! in its text alone.

use nexus_model::ErrorCode;

use super::error::Refusal;
use super::role::{MFA_SERIAL, READ_ONLY, SESSION_DURATION};
use crate::ONE_TIME_CODE;

/// A refusal in plain words.
#[derive(Debug)]
pub(super) struct Why {
    pub(super) code: ErrorCode,
    /// What happened, without a full stop.
    pub(super) what: &'static str,
    pub(super) remedy: &'static str,
    /// The input to correct.
    pub(super) field: Option<&'static str>,
}

/// The refusal's meaning, if it has one that AssumeRole alone knows.
///
/// Codes by <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Errors>.
/// AWS documents none of the texts; these are as people have met them
/// (<https://github.com/aws/aws-cli/issues/2279>, <https://github.com/aws/aws-cli/issues/6325>,
/// <https://github.com/99designs/aws-vault/issues/263>), and one that is not known reads as the
/// refusal it is in any case.
pub(super) fn of(refusal: &Refusal) -> Option<Why> {
    let told = refusal.message.as_deref().unwrap_or_default();
    let says = |words: &str| told.contains(words);
    Some(match refusal.code.as_deref().unwrap_or_default() {
        "AccessDenied" if says("verify your MFA serial number") => Why {
            code: ErrorCode::InvalidCredentials,
            what: "the MFA device is not one of the access key's owner",
            remedy: "Copy the device's ARN from the owner's Security credentials in IAM (arn:aws:iam::ACCOUNT:mfa/NAME; it \
                     is not the user's ARN), then try again with a new code.",
            field: Some(MFA_SERIAL),
        },
        "AccessDenied" if says("MultiFactorAuthentication failed") => Why {
            code: ErrorCode::MfaRequired,
            what: "AWS does not accept the one-time code",
            remedy: "Wait for the next code of the device and type that: each counts once and for half a minute. If none is \
                     accepted, set the device's clock.",
            field: Some(ONE_TIME_CODE),
        },
        "AccessDenied" if says("root accounts") => Why {
            code: ErrorCode::PermissionDenied,
            what: "the access key belongs to the account's root user, which may not assume roles",
            remedy: "Use the access key of an IAM user, and delete the root user's.",
            field: None,
        },
        "AccessDenied" => Why {
            code: ErrorCode::PermissionDenied,
            what: "the access key may not assume the role, or there is no such role",
            remedy: "Check the role's ARN. In its trust policy, check the access key's account and the external ID, whose upper \
                     and lower case count. Let the key's user call sts:AssumeRole on the role. If the trust policy asks for \
                     MFA, name the MFA device. A change may take up to 5 minutes to be in force.",
            field: None,
        },
        "ValidationError" if says("role chaining") => Why {
            code: ErrorCode::InvalidInput,
            what: "a session that begins with a temporary access key lasts an hour at most",
            remedy: "Set the session duration to 3600 or less, or use a long-term access key.",
            field: Some(SESSION_DURATION),
        },
        "ValidationError" if says("DurationSeconds") => Why {
            code: ErrorCode::InvalidInput,
            what: "the role does not allow sessions this long",
            remedy: "Set a shorter session duration, or raise the role's maximum session duration in IAM.",
            field: Some(SESSION_DURATION),
        },
        "ValidationError" => Why {
            code: ErrorCode::InvalidInput,
            what: "AWS does not accept a field of the credential",
            remedy: "Correct the field that AWS names.",
            field: None,
        },
        "MalformedPolicyDocument" | "PackedPolicyTooLarge" => Why {
            code: ErrorCode::InvalidInput,
            what: "the session cannot be kept to reading by AWS's policy ReadOnlyAccess",
            remedy: "Give a role that may only read as the read-only role.",
            field: Some(READ_ONLY),
        },
        "RegionDisabledException" => Why {
            code: ErrorCode::PermissionDenied,
            what: "STS is not active in this region for the role's account",
            remedy: "Choose another default region, or activate STS for this one in IAM's account settings.",
            field: Some("region"),
        },
        _ => return None,
    })
}
