use serde::{Deserialize, Serialize};

/// A request to a profile's API, without its authentication.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, specta::Type)]
pub struct ProfileRequest {
    /// `GET`, `POST`, …
    pub method: String,
    /// A path below `api_base_url`, with its query; or an address on the profile's own host.
    pub path: String,
    /// Further headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<String>,
}

/// What came back, with everything secret masked as `••••`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct ProfileReply {
    /// HTTP status.
    pub status: u16,
    /// Milliseconds from the request's first byte to the reply's last.
    pub latency_ms: u32,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, or in a few words what it is if it is not text.
    pub body: String,
    /// Whether the body was longer than what is shown.
    pub truncated: bool,
    /// The address that was asked.
    pub url: String,
}
