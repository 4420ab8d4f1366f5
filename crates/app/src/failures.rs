//! The failures of the use cases themselves; those of clouds and of the vault arrive ready made.

use nexus_model::{ErrorCode, Failure};

/// A fault of this app or machine.
pub(crate) fn internal(operation: &str, message: &str, remedy: &str) -> Failure {
    Failure::new(ErrorCode::Internal, operation, message, remedy)
}

/// The vault is locked.
pub(crate) fn locked() -> Failure {
    Failure::new(
        ErrorCode::Locked,
        "open the vault",
        "The vault is locked.",
        "Unlock it and try again.",
    )
}

/// Something given cannot be used.
pub(crate) fn invalid(
    operation: &str,
    field: &str,
    message: impl Into<String>,
    remedy: &str,
) -> Failure {
    Failure::new(ErrorCode::InvalidInput, operation, message, remedy).in_field(field)
}

/// This build knows no cloud of that id.
pub(crate) fn unknown_cloud(cloud: &str, known: &[String]) -> Failure {
    invalid(
        "find the cloud",
        "cloud",
        format!("There is no cloud called “{cloud}”."),
        &format!("Use one of: {}.", known.join(", ")),
    )
}

/// There is no such provider in the vault.
pub(crate) fn no_provider(name: &str) -> Failure {
    Failure::new(
        ErrorCode::NotFound,
        "find the provider",
        format!("There is no provider “{name}” in this vault."),
        "It may have been removed meanwhile; look at the list of providers.",
    )
}

/// There is no such profile in the vault.
pub(crate) fn no_profile(name: &str) -> Failure {
    Failure::new(
        ErrorCode::NotFound,
        "find the profile",
        format!("There is no profile “{name}” in this vault."),
        "It may have been removed meanwhile; look at the list of profiles.",
    )
}

/// There is no such connection in the vault.
pub(crate) fn no_connection(name: &str) -> Failure {
    Failure::new(
        ErrorCode::NotFound,
        "find the connection",
        format!("There is no connection “{name}” in this vault."),
        "It may have been ended meanwhile; look at the list of connections.",
    )
}

/// No sign-in of that connection is waited for.
pub(crate) fn no_sign_in(operation: &str) -> Failure {
    Failure::new(
        ErrorCode::NotFound,
        operation,
        "This sign-in is not waited for any more.",
        "Start it again.",
    )
}

/// The person cancelled.
pub(crate) fn cancelled(operation: &str) -> Failure {
    Failure::new(
        ErrorCode::Cancelled,
        operation,
        "It was cancelled before it ended.",
        "Start it again when you want the rest.",
    )
}

/// The resource is not in the last listing.
pub(crate) fn no_resource(id: &str) -> Failure {
    Failure::new(
        ErrorCode::NotFound,
        "read the document",
        format!("“{id}” is no longer in the list."),
        "Refresh its provider to see what is there now.",
    )
}
