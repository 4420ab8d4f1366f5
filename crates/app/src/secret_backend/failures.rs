//! The failures of keeping credentials in a store; those of the stores themselves arrive ready made.

use nexus_model::{ErrorCode, Failure};

use crate::failures::invalid;

const OPERATION: &str = "keep credentials";

/// This build knows no such store.
pub(super) fn unknown_backend(id: &str, known: &[String]) -> Failure {
    let message = format!("There is no secret backend called “{id}”.");
    invalid(OPERATION, "backend", message, &format!("Use one of: {}.", known.join(", ")))
}

/// The store's login has a part that is asked for once per session.
pub(super) fn needs_login(place: &str) -> Failure {
    Failure::new(
        ErrorCode::Expired,
        OPERATION,
        format!("{place} wants you to log in."),
        "Log in under Settings, Where credentials are kept, or with `nexus secret-backend login`.",
    )
}

/// No answer in time.
pub(super) fn too_slow(place: &str) -> Failure {
    Failure::new(
        ErrorCode::UnreachableTimeout,
        OPERATION,
        format!("{place} did not answer in time."),
        "Try again, or use the vault for this session.",
    )
}

/// What is chosen outside the window cannot be changed in it.
pub(super) fn set_outside(origin: &str) -> Failure {
    invalid(
        OPERATION,
        "backend",
        format!("Where credentials are kept is set by {origin}."),
        "Change it there and start the app again.",
    )
}
