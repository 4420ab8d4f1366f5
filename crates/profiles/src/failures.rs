use nexus_model::{ErrorCode, Failure};

/// A field that cannot be used as it is. What was typed is not repeated: it may be a secret.
pub(crate) fn unusable(
    field: impl Into<String>,
    message: impl Into<String>,
    remedy: impl Into<String>,
) -> Failure {
    Failure::new(ErrorCode::InvalidInput, "read the profile", message, remedy).in_field(field)
}

/// A field that is needed and not there.
pub(crate) fn missing(field: &str, why: &str, remedy: &str) -> Failure {
    unusable(field, format!("`{field}` is missing: {why}."), remedy)
}
