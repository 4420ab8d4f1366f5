//! Amazon Web Services.

/// Amazon Web Services.
pub struct Aws;
