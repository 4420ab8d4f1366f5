//! The failures of keeping credentials in a store; those of the stores themselves arrive ready made.

use nexus_model::{ErrorCode, Failure};

use crate::failures::invalid;

pub(super) const OPERATION: &str = "keep credentials";

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

/// A field that a store cannot name.
pub(super) fn bad_name(field: &str) -> Failure {
    let message = format!("A secret backend cannot keep a field called “{field}”.");
    invalid(OPERATION, field, message, "Keep this credential in the vault.")
}

/// Somebody has removed it from the store.
pub(super) fn gone(place: &str, owner: &str) -> Failure {
    Failure::new(
        ErrorCode::NotFound,
        "read a credential",
        format!("“{owner}” is not in {place} any more: somebody has removed it."),
        "Give it a new credential, or remove it here too.",
    )
}

/// Somebody else has written meanwhile.
pub(super) fn changed_elsewhere(place: &str, owner: &str) -> Failure {
    Failure::new(
        ErrorCode::Conflict,
        OPERATION,
        format!("Somebody else has changed “{owner}” in {place} meanwhile. Theirs is kept."),
        "Check whether theirs works; replace it again if yours is the right one.",
    )
}

/// It is in a store that is not in use.
pub(super) fn elsewhere(place: &str) -> Failure {
    Failure::new(
        ErrorCode::PermissionDenied,
        "read a credential",
        format!("This credential is kept in {place}, which is not used now."),
        "Use it again under Settings, Where credentials are kept.",
    )
}

/// A store's own failure to log in, told apart from that of a cloud whose credential it holds.
pub(super) fn of_the_store(mut failure: Failure) -> Failure {
    if failure.code.needs_reconnect() {
        failure.code = ErrorCode::PermissionDenied;
        failure.remedy = "Log in again under Settings, Where credentials are kept.".to_owned();
    }
    failure.http_status = None;
    failure
}

/// The login may read only.
pub(super) fn read_only(place: &str) -> Failure {
    Failure::new(
        ErrorCode::PermissionDenied,
        OPERATION,
        format!("This login to {place} may read and not write."),
        "Ask for a login that may write, or have somebody do it who has one.",
    )
}

/// Which one of several it is that cannot be moved.
pub(super) fn of_one(name: &str, mut failure: Failure) -> Failure {
    failure.message = format!("“{name}”: {}", failure.message);
    failure
}

/// One move at a time.
pub(super) fn move_left() -> Failure {
    let message = "A move of the credentials was cut off.";
    invalid("move credentials", "backend", message, "Resume it or roll it back first.")
}

/// There is no way back but another move.
pub(super) fn move_over(place: &str) -> Failure {
    let message = format!("Credentials are kept in {place} already; the old ones are being wiped.");
    let remedy = "Resume it to wipe the rest, and then move back if you want to.";
    invalid("move credentials", "backend", message, remedy)
}

/// Nothing to go on with.
pub(super) fn no_move_left() -> Failure {
    Failure::new(
        ErrorCode::NotFound,
        "move credentials",
        "No move was cut off.",
        "There is nothing to do.",
    )
}

/// Something else is there.
pub(super) fn occupied(place: &str, owner: &str) -> Failure {
    Failure::new(
        ErrorCode::Conflict,
        "move credentials",
        format!("{place} has another credential called “{owner}” already."),
        "See which one is right and remove the other, or choose another prefix.",
    )
}

/// What was read back is not what was written.
pub(super) fn not_as_written(place: &str, owner: &str) -> Failure {
    Failure::new(
        ErrorCode::BadResponse,
        "move credentials",
        format!("{place} gave back something else than was written for “{owner}”."),
        "Nothing was taken away. Try again, or roll back.",
    )
}

/// Other processes went on writing.
pub(super) fn too_busy() -> Failure {
    Failure::new(
        ErrorCode::VaultBusy,
        "move credentials",
        "Credentials were changed again and again while they were copied.",
        "Resume when other windows and commands are done.",
    )
}

/// The vault is for one person alone.
pub(super) fn nothing_shared() -> Failure {
    let message = "Credentials are kept in the vault, which nobody else uses.";
    let remedy = "Choose the secret backend that your team uses first.";
    invalid("find credentials", "backend", message, remedy)
}

/// Nobody was sent to log in.
pub(super) fn no_login_begun() -> Failure {
    let message = "No login in the browser is waited for.";
    Failure::new(ErrorCode::NotFound, OPERATION, message, "Begin it again.")
}

/// The person gave a login up.
pub(super) fn stopped() -> Failure {
    let message = "The login in the browser was stopped.";
    Failure::new(ErrorCode::Cancelled, OPERATION, message, "Begin it again when you want to.")
}
