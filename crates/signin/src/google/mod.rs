//! A service account of Google's signs in by its key file.

mod assertion;
mod key;

pub use assertion::google_assertion;
pub use key::GoogleKey;

/// Name of the form's field with the key file's text.
const KEY: &str = "key";
