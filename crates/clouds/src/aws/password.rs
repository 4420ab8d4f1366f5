//! The password of a Windows instance's Administrator.

use nexus_model::{ErrorCode, Failure};

use super::client::Client;
use crate::{Powered, WindowsPassword};

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect_windows_instance.html>
const USER: &str = "Administrator";

/// Asks for it in the region that the instance was listed in.
///
/// # Errors
/// As [`crate::Cloud::windows_password`].
pub(super) async fn get(
    client: &Client,
    Powered { machine, listed_in }: Powered<'_>,
) -> Result<WindowsPassword, Failure> {
    let regional = client.in_region(listed_in);
    let (encrypted, key_pair) =
        futures::join!(regional.get_password_data(&machine.id), regional.key_pair(&machine.id));
    let encrypted = encrypted.map_err(refused)?;
    if encrypted.trim().is_empty() && matches!(key_pair, Ok(None)) {
        return Err(no_key_pair(listed_in));
    }
    // Without the right to describe it, its key pair has no name here.
    let key_pair = key_pair.ok().flatten();
    Ok(WindowsPassword { user: USER.to_owned(), encrypted, key_pair })
}

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>
fn refused(mut failure: Failure) -> Failure {
    if failure.code == ErrorCode::PermissionDenied {
        failure.remedy = "In IAM, allow ec2:GetPasswordData on the instance to the key's user or role, and check for a boundary or an organisation's policy that denies it.".to_owned();
    }
    failure
}

fn no_key_pair(region: &str) -> Failure {
    Failure::new(
        ErrorCode::NotFound,
        "GetPasswordData",
        "The instance was launched without a key pair, so EC2 keeps no password of it.",
        "Log in with the password its image or user data set, or reset it by Systems Manager (AWSSupport-RunEC2RescueForWindowsTool).",
    )
    .in_region(region)
    .with_link("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ResettingAdminPassword.html")
}
