use nexus_model::{Secret, Timestamp};

/// What a server issues.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// What a call is made with.
    pub access: Secret,
    /// What the next access token is asked with; `None` if there is none, or the old one stays.
    pub refresh: Option<Secret>,
    /// When the access token ends; `None` if the server did not say.
    pub expires_at: Option<Timestamp>,
    /// Scopes that were granted; `None` if the server did not say, which means those asked for
    /// (RFC 6749, section 5.1).
    pub scopes: Option<Vec<String>>,
    /// Who signed in, from a checked ID token.
    pub who: Option<Who>,
}

/// Who signed in, as a checked ID token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The issuer's identifier of the person: `sub`.
    pub subject: String,
    /// `email`, `preferred_username` or `name`, the first there is.
    pub name: Option<String>,
}
