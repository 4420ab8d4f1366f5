use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// A value that must never be printed, logged or sent back to the page.
///
/// `Debug` is redacted, there is no `Display` and no `Serialize`, and the memory is overwritten
/// when the value is dropped. The only way to the text is [`Secret::expose`], so that every use
/// can be found by name.
#[derive(Clone, Deserialize, specta::Type)]
#[serde(transparent)]
pub struct Secret(#[specta(type = String)] SecretString);

impl Secret {
    /// Takes ownership of a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// The secret itself. Keep the borrow short and never copy it into a type that can be printed.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(••••)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn debug_never_shows_the_text() {
        let shown = format!("{:?}", Secret::new("hunter2"));
        assert_eq!(shown, "Secret(••••)");
    }
}
