//! What the refusals of IAM Identity Center and of the access portal mean.

use nexus_model::ErrorCode;

use super::error::Refusal;
use super::identity_center::{ROLE_NAME, SSO_REGION, START_URL};
use super::role_refusal::Why;

/// The refusal's meaning, if the call is one of theirs. Codes by
/// <https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html#API_CreateToken_Errors>
/// and <https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html#API_GetRoleCredentials_Errors>;
/// `ForbiddenException` is in neither list, but is what the portal says to a role that is not
/// assigned (<https://github.com/aws/aws-cli/issues/6105>).
pub(super) fn of(operation: &str, refusal: &Refusal) -> Option<Why> {
    let word = refusal.code.as_deref().unwrap_or_default();
    let (code, what, remedy, field) = match operation {
        "RegisterClient" | "StartDeviceAuthorization" => match word {
            "InvalidRequestException"
            | "InvalidClientException"
            | "UnauthorizedClientException" => (
                ErrorCode::InvalidInput,
                "IAM Identity Center does not know the start URL in this region",
                "Check the start URL, and that IAM Identity Center is in this region: its settings show both.",
                Some(START_URL),
            ),
            _ => return None,
        },
        "CreateToken" => match word {
            "AccessDeniedException" => (
                ErrorCode::Cancelled,
                "the sign-in was refused in the browser",
                "Sign in again and allow the access.",
                None,
            ),
            "ExpiredTokenException" => {
                (ErrorCode::Expired, "the sign-in's time is over", "Sign in again.", None)
            }
            "InvalidGrantException" | "InvalidClientException" | "UnauthorizedClientException" => (
                ErrorCode::Expired,
                "the sign-in is over or was ended",
                "Sign in again: the portal's session has ended, or an administrator ended it.",
                None,
            ),
            "InvalidRequestRegionException" => (
                ErrorCode::InvalidInput,
                "IAM Identity Center is in another region",
                "Correct the portal's region.",
                Some(SSO_REGION),
            ),
            "SlowDownException" => (
                ErrorCode::RateLimited,
                "AWS was asked too often",
                "Wait a few seconds and try again.",
                None,
            ),
            _ => return None,
        },
        "ListAccounts" | "ListAccountRoles" | "GetRoleCredentials" | "Logout" => match word {
            "UnauthorizedException" => {
                (ErrorCode::Expired, "the sign-in is over or was ended", "Sign in again.", None)
            }
            "ForbiddenException" | "ResourceNotFoundException" | "AccessDeniedException" => (
                ErrorCode::PermissionDenied,
                "the role is not assigned to the person in this account",
                "Ask the administrator of IAM Identity Center to assign the permission set to you in this account, or choose another role.",
                Some(ROLE_NAME),
            ),
            _ => return None,
        },
        _ => return None,
    };
    Some(Why { code, what, remedy, field })
}
