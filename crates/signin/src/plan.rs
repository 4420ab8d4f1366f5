use std::fmt;
use std::sync::Arc;

use crate::{Client, DeviceIssuer};

/// How a connection to a cloud or a profile gets its tokens.
#[derive(Clone)]
pub enum SignInPlan {
    /// In the browser: authorization code with a proof key, coming back to the client's redirect.
    Browser(Box<Client>),
    /// By a code that the person confirms on any device.
    Device(Arc<dyn DeviceIssuer>),
    /// By nobody: the client asks with its own id and secret (RFC 6749, section 4.4).
    Client(Box<Client>),
}

impl fmt::Debug for SignInPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Browser(_) => "Browser",
            Self::Device(_) => "Device",
            Self::Client(_) => "Client",
        })
    }
}
