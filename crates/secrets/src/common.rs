//! The failures that are the same for the stores of the big clouds.

use nexus_model::{ErrorCode, Failure};

use crate::{BackendConfig, SecretKey};

/// A field's text, if it was given and is not blank.
pub(crate) fn field<'a>(config: &'a BackendConfig, name: &str) -> Option<&'a str> {
    config.fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// The value is not in the state that the writer expected.
pub(crate) fn conflict(operation: &str, key: &SecretKey, store: &str) -> Failure {
    Failure::new(
        ErrorCode::Conflict,
        operation,
        format!("Someone else changed {key} in {store} meanwhile; nothing was written over it."),
        "Read it again, and repeat the change if it is still wanted.",
    )
}

/// The store does not take values of this length; `limit` is in bytes.
pub(crate) fn too_long(operation: &str, key: &SecretKey, store: &str, limit: usize) -> Failure {
    Failure::new(
        ErrorCode::InvalidInput,
        operation,
        format!("{key} is too long: {store} takes at most {limit} bytes in one value."),
        "Use a shorter credential, or keep credentials in a place that takes longer values.",
    )
}
