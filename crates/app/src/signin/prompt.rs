use nexus_model::{ConnectionId, Timestamp};
use serde::Serialize;

/// What the person is shown while a sign-in is waited for.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct SignInPrompt {
    /// The connection that it makes or renews.
    pub connection: ConnectionId,
    /// What is awaited, in one sentence.
    pub awaited: String,
    /// Where the person signs in. The system's browser has been asked to open it; it may be copied
    /// into another. `None` for a code and for a client that asks for itself.
    pub authorization_url: Option<String>,
    /// Where the answer comes back to, port included. `None` for a code.
    pub redirect_uri: Option<String>,
    /// The code to confirm, if there is one.
    pub device: Option<DevicePrompt>,
    /// When it is no longer waited for; `None` if only the server is, whose time is short.
    pub expires_at: Option<Timestamp>,
}

/// A code to confirm on any device.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct DevicePrompt {
    /// The code, to type or to compare.
    pub user_code: String,
    /// Where.
    pub verification_uri: String,
    /// The same with the code in it already, if the server offers one.
    pub verification_uri_complete: Option<String>,
    /// The address to open on another device, as a picture (SVG).
    pub qr_svg: String,
}

impl SignInPrompt {
    /// The page to open.
    pub fn link(&self) -> Option<&str> {
        let device = self.device.as_ref().map(DevicePrompt::link);
        self.authorization_url.as_deref().or(device)
    }
}

impl DevicePrompt {
    /// The page to open, with the code in it if the server offers one.
    pub fn link(&self) -> &str {
        self.verification_uri_complete.as_deref().unwrap_or(&self.verification_uri)
    }
}
