use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What kind of thing went wrong, in the words scripts and the page may rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The cloud does not know the key, or its signature does not match.
    InvalidCredentials,
    /// The credential was good once and its time is over.
    Expired,
    /// The account wants a one-time code of a second factor with the credential.
    MfaRequired,
    /// The credential is good but may not make this call.
    PermissionDenied,
    /// The thing asked for is not there.
    NotFound,
    /// Too many requests; `retry_at` says when to try again if the cloud told.
    RateLimited,
    /// The name of the endpoint does not resolve.
    UnreachableDns,
    /// The endpoint's host refused or dropped the connection.
    UnreachableRefused,
    /// No secure connection could be made: certificate or protocol.
    UnreachableTls,
    /// No answer in time.
    UnreachableTimeout,
    /// The account has reached a limit set by the cloud.
    Quota,
    /// Some regions answered and some did not.
    Partial,
    /// The cloud failed (HTTP 5xx).
    ProviderError,
    /// The reply is not what the cloud documents.
    BadResponse,
    /// Something typed or passed cannot be used; `field` names it.
    InvalidInput,
    /// A provider of this name exists already.
    NameTaken,
    /// Someone else changed it meanwhile; what they wrote is there.
    Conflict,
    /// The vault is locked.
    Locked,
    /// Wrong password or recovery key.
    WrongPassword,
    /// Too many wrong passwords; `retry_at` says when the next try is allowed.
    BackOff,
    /// There is no vault at this place yet.
    NoVault,
    /// There is a vault at this place already.
    VaultExists,
    /// The vault file was changed or damaged outside the app.
    VaultDamaged,
    /// Another process is writing to the vault.
    VaultBusy,
    /// The vault's file or folder belongs to someone else or is open to others.
    VaultUnsafe,
    /// The operating system's keyring is missing, locked or did not answer.
    KeyringUnavailable,
    /// The person cancelled.
    Cancelled,
    /// A fault of this app or of this machine (disk full, for one).
    Internal,
}

impl ErrorCode {
    /// The word used in JSON, in the terminal and in the documentation.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidCredentials => "invalid_credentials",
            Self::Expired => "expired",
            Self::MfaRequired => "mfa_required",
            Self::PermissionDenied => "permission_denied",
            Self::NotFound => "not_found",
            Self::RateLimited => "rate_limited",
            Self::UnreachableDns => "unreachable_dns",
            Self::UnreachableRefused => "unreachable_refused",
            Self::UnreachableTls => "unreachable_tls",
            Self::UnreachableTimeout => "unreachable_timeout",
            Self::Quota => "quota",
            Self::Partial => "partial",
            Self::ProviderError => "provider_error",
            Self::BadResponse => "bad_response",
            Self::InvalidInput => "invalid_input",
            Self::NameTaken => "name_taken",
            Self::Conflict => "conflict",
            Self::Locked => "locked",
            Self::WrongPassword => "wrong_password",
            Self::BackOff => "back_off",
            Self::NoVault => "no_vault",
            Self::VaultExists => "vault_exists",
            Self::VaultDamaged => "vault_damaged",
            Self::VaultBusy => "vault_busy",
            Self::VaultUnsafe => "vault_unsafe",
            Self::KeyringUnavailable => "keyring_unavailable",
            Self::Cancelled => "cancelled",
            Self::Internal => "internal",
        }
    }

    /// Whether only a person can mend it: by another credential, or by a one-time code.
    pub fn needs_reconnect(self) -> bool {
        matches!(self, Self::InvalidCredentials | Self::Expired | Self::MfaRequired)
    }

    /// Whether the same request may succeed later without anyone changing anything.
    pub fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited
                | Self::UnreachableDns
                | Self::UnreachableRefused
                | Self::UnreachableTimeout
                | Self::ProviderError
                | Self::VaultBusy
        )
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One failure, told so that a person knows what happened, where, why, and what to do.
///
/// Never carries a secret: everything in it may be shown, copied into a bug report and stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type, thiserror::Error)]
#[error("{message} {remedy}")]
pub struct Failure {
    /// The kind of failure.
    pub code: ErrorCode,
    /// What happened and why, one or two plain sentences.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// The call that failed, as the vendor names it (`DescribeInstances`) or the use case here.
    pub operation: String,
    /// Region, zone or project the call was made in.
    pub region: Option<String>,
    /// HTTP status of the reply.
    pub http_status: Option<u16>,
    /// The cloud's own error code (`UnauthorizedOperation`).
    pub provider_code: Option<String>,
    /// The cloud's id of the request, for its support.
    pub request_id: Option<String>,
    /// Page of the cloud's console or documentation where this is mended.
    pub link: Option<String>,
    /// The input that is wrong, when one is.
    pub field: Option<String>,
    /// Earliest moment at which trying again makes sense.
    pub retry_at: Option<Timestamp>,
}

impl Failure {
    /// A failure with its three necessary parts; the rest is added with the `with_` methods.
    pub fn new(
        code: ErrorCode,
        operation: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            code,
            message: message.into(),
            remedy: remedy.into(),
            operation: operation.into(),
            region: None,
            http_status: None,
            provider_code: None,
            request_id: None,
            link: None,
            field: None,
            retry_at: None,
        }
    }

    /// Names the region the call was made in.
    #[must_use]
    pub fn in_region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Names the input that is wrong.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Adds the page where it is mended.
    #[must_use]
    pub fn with_link(mut self, link: impl Into<String>) -> Self {
        self.link = Some(link.into());
        self
    }

    /// Adds the earliest moment for another try.
    #[must_use]
    pub fn retry_at(mut self, at: Timestamp) -> Self {
        self.retry_at = Some(at);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorCode;

    #[test]
    fn the_word_is_the_serialised_word() {
        for code in [ErrorCode::InvalidCredentials, ErrorCode::UnreachableDns, ErrorCode::BackOff] {
            let json = serde_json::to_string(&code).expect("serialises");
            assert_eq!(json, format!("\"{code}\""));
        }
    }
}
