//! A role that is assumed with an access key: its fields, and what is asked of STS.

use nexus_model::{Account, ErrorCode, Failure, Secret};
use serde_json::{Value, json};

use super::credential::{REGION, with_key};
use super::partition;
use crate::ONE_TIME_CODE;
use crate::credential::missing;

/// Id of the auth kind.
pub(super) const AUTH: &str = "assume_role";
/// Name of the role's field.
pub(super) const ROLE_ARN: &str = "role_arn";
/// Name of the external ID's field.
pub(super) const EXTERNAL_ID: &str = "external_id";
/// Name of the field that keeps the session to reading.
pub(super) const READ_ONLY: &str = "read_only";
const READ_ONLY_ROLE_ARN: &str = "read_only_role_arn";
/// Name of the MFA device's field.
pub(super) const MFA_SERIAL: &str = "mfa_serial";
/// Name of the field with the seconds a session lasts.
pub(super) const SESSION_DURATION: &str = "session_duration";
/// Name of the field with the session's own name.
pub(super) const SESSION_NAME: &str = "session_name";

/// The session's name when the person gave none.
const NAME: &str = "nexus-access-vault";

/// A role's ARN; the path before its name may have any printable character. Partition and account
/// by <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns>,
/// name by <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html>.
const ROLE_PATTERN: &str =
    "^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/([!-~]{1,510}/)?[A-Za-z0-9_+=,.@-]{1,64}$";

/// JSON Schema of the credential. Limits by
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>.
pub(super) fn schema() -> Value {
    let fields = [
        (
            ROLE_ARN,
            json!({
                "title": "Role ARN",
                "description": "The role to assume in the account whose machines are listed.",
                "pattern": ROLE_PATTERN,
                "maxLength": 2048,
                "examples": ["arn:aws:iam::123456789012:role/nexus-access-vault"]
            }),
        ),
        (
            EXTERNAL_ID,
            json!({
                "title": "External ID",
                "description": "Goes into the role's trust policy, where upper and lower case count. One is made up if this is empty.",
                "pattern": "^[A-Za-z0-9_+=,.@:/-]{2,1224}$",
                "x-generate": "uuid"
            }),
        ),
        (
            READ_ONLY,
            json!({
                "title": "Read only",
                "description": "Keeps the session to reading, whatever the role may do.",
                "enum": ["on", "off"],
                "default": "on"
            }),
        ),
        (
            READ_ONLY_ROLE_ARN,
            json!({
                "title": "Read-only role ARN",
                "description": "Assumed in place of the role while Read only is on. Without it, the role is assumed under AWS's policy ReadOnlyAccess.",
                "pattern": ROLE_PATTERN,
                "maxLength": 2048,
                "examples": ["arn:aws:iam::123456789012:role/nexus-read-only"]
            }),
        ),
        (
            MFA_SERIAL,
            json!({
                "title": "MFA device",
                "description": "Only if the role asks for MFA: ARN or serial number of the key owner's device. Its code is asked for whenever a session begins.",
                "pattern": "^[A-Za-z0-9_+=/:,.@-]{9,256}$",
                "examples": ["arn:aws:iam::123456789012:mfa/alice"]
            }),
        ),
        (
            SESSION_DURATION,
            json!({
                "title": "Session duration (seconds)",
                "description": "From 900 to 43200 and no longer than the role allows; up to 3600 with a temporary access key. 3600 if empty.",
                "pattern": "^(9[0-9]{2}|[1-9][0-9]{3}|[1-3][0-9]{4}|4[0-2][0-9]{3}|43[01][0-9]{2}|43200)$",
                "examples": ["3600", "43200"]
            }),
        ),
        (
            SESSION_NAME,
            json!({
                "title": "Session name",
                "description": "How the session is called in the account's CloudTrail. nexus-access-vault if empty.",
                "pattern": "^[A-Za-z0-9_+=,.@-]{2,64}$",
                "examples": [NAME]
            }),
        ),
    ];
    with_key(fields, &[ROLE_ARN])
}

/// What is asked of STS to assume an account's role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Role {
    /// The role, by the account's wish for reading only.
    pub(super) arn: String,
    /// Managed policy that the session's permissions are cut down to.
    pub(super) session_policy: Option<String>,
    pub(super) session_name: String,
    pub(super) external_id: Option<String>,
    /// Serial number or ARN of the MFA device.
    pub(super) mfa_serial: Option<String>,
    /// Seconds; STS's hour if `None`.
    pub(super) duration: Option<i32>,
}

impl Role {
    /// # Errors
    /// `invalid_input` naming the field that is missing or does not go with the others.
    pub(super) fn of(account: &Account) -> Result<Self, Failure> {
        let role = account.field(ROLE_ARN);
        let role = role.ok_or_else(|| missing(ROLE_ARN, "ARN of the role"))?;
        let read_only = is_read_only(account);
        let of_its_own = account.field(READ_ONLY_ROLE_ARN).filter(|_| read_only);
        let (field, arn) = of_its_own.map_or((ROLE_ARN, role), |arn| (READ_ONLY_ROLE_ARN, arn));
        let Some(partition) = partition_of(arn) else {
            let message = format!("“{arn}” is not the ARN of a role.");
            let remedy =
                "Copy the role's ARN from its page in IAM: arn:aws:iam::ACCOUNT:role/NAME.";
            return Err(invalid(field, message, remedy));
        };
        if let Some(region) = account.field(REGION)
            && partition::partition(region) != partition
        {
            let message =
                format!("The role is in the partition {partition}, the region {region} is not.");
            let remedy = "Choose a default region of the role's partition, or leave it empty.";
            return Err(invalid(REGION, message, remedy));
        }
        let cut_down = read_only && of_its_own.is_none();
        let session_policy =
            cut_down.then(|| format!("arn:{partition}:iam::aws:policy/ReadOnlyAccess"));
        let text = |name| account.field(name).map(str::to_owned);
        Ok(Self {
            arn: arn.to_owned(),
            session_policy,
            session_name: text(SESSION_NAME).unwrap_or_else(|| NAME.to_owned()),
            external_id: text(EXTERNAL_ID),
            mfa_serial: text(MFA_SERIAL),
            duration: account.field(SESSION_DURATION).map(seconds).transpose()?,
        })
    }

    /// The device and its code, if the account has a device.
    ///
    /// # Errors
    /// `mfa_required` if there is no code for it.
    pub(super) fn second_factor(
        &self,
        account: &Account,
    ) -> Result<Option<(String, Secret)>, Failure> {
        let Some(device) = &self.mfa_serial else { return Ok(None) };
        match account.secret(ONE_TIME_CODE) {
            Some(code) => Ok(Some((device.clone(), code.clone()))),
            None => Err(Failure::new(
                ErrorCode::MfaRequired,
                "AssumeRole",
                format!(
                    "A session of the role {} needs a code of the MFA device {device}.",
                    self.arn
                ),
                "Check the provider and type the six digits that the device shows now.",
            )
            .in_field(ONE_TIME_CODE)),
        }
    }
}

/// Whether the account's session is kept to reading.
pub(super) fn is_read_only(account: &Account) -> bool {
    account.auth == AUTH && account.field(READ_ONLY) != Some("off")
}

/// The region that is asked first when the account names none: one of its role's partition.
pub(super) fn home_region(account: &Account) -> Option<&'static str> {
    account.field(ROLE_ARN).and_then(partition_of).and_then(partition::home_region)
}

/// The partition in a role's ARN, `None` if it is none.
fn partition_of(arn: &str) -> Option<&str> {
    let [partition, service, "", account, role] =
        arn.strip_prefix("arn:")?.splitn(5, ':').collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let is_role = service == "iam" && account.len() == 12 && role.starts_with("role/");
    is_role.then_some(partition)
}

fn seconds(text: &str) -> Result<i32, Failure> {
    text.parse().ok().filter(|seconds| (900..=43200).contains(seconds)).ok_or_else(|| {
        let message = format!("A session cannot last “{text}” seconds.");
        invalid(SESSION_DURATION, message, "Give a number from 900 to 43200.")
    })
}

fn invalid(field: &str, message: String, remedy: &str) -> Failure {
    Failure::new(ErrorCode::InvalidInput, "credential", message, remedy).in_field(field)
}

#[cfg(test)]
#[path = "role_tests.rs"]
mod tests;
