//! An ssh-agent of our own, which lends one private key to one session.
//!
//! It speaks OpenSSH's agent protocol (draft-miller-ssh-agent) on a socket in the session's private
//! folder. It offers one key only, so that a server never sees which others a person has; it asks
//! once per session before it signs; it signs log-ins and nothing else; and it ends, and its key's
//! memory is overwritten, with the session. The key is never written to a disk.

#[cfg(unix)]
mod login;
#[cfg(unix)]
mod server;

#[cfg(unix)]
pub use server::Agent;
#[cfg(not(unix))]
pub use unsupported::Agent;

use async_trait::async_trait;

/// Who is asked before a key is used.
#[async_trait]
pub trait Consent: Send + Sync {
    /// Whether the key may be used for this session. Asked once; the answer holds for its rest.
    async fn may_sign(&self, use_of: &KeyUse) -> bool;
}

/// What a key is about to be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// The key's fingerprint (`SHA256:…`).
    pub fingerprint: String,
    /// The user it logs in.
    pub user: String,
}

/// Consent that was given already, such as by a click on *Connect* for this very machine.
#[derive(Clone, Copy, Debug)]
pub struct Given;

#[async_trait]
impl Consent for Given {
    async fn may_sign(&self, _: &KeyUse) -> bool {
        true
    }
}

/// Windows's OpenSSH takes an agent at a named pipe, which must be made with an access list of
/// this user only. That is not written yet, and a pipe without one would lend the key to all.
#[cfg(not(unix))]
mod unsupported {
    use std::path::Path;
    use std::sync::Arc;

    use nexus_model::{ErrorCode, Failure};

    use super::Consent;
    use crate::PrivateKey;

    /// The agent of a session.
    #[derive(Debug)]
    pub struct Agent(std::convert::Infallible);

    impl Agent {
        /// # Errors
        /// Always.
        pub fn start(_: &Path, _: PrivateKey, _: Arc<dyn Consent>) -> Result<Self, Failure> {
            Err(Failure::new(
                ErrorCode::Internal,
                "ssh agent",
                "A key of the vault cannot be lent to OpenSSH on Windows yet.",
                "Use a key file, or add the key to the OpenSSH Authentication Agent service.",
            ))
        }

        /// Where it listens.
        pub fn socket(&self) -> &Path {
            match self.0 {}
        }

        /// How many log-ins it has signed.
        pub fn signed(&self) -> tokio::sync::watch::Receiver<u32> {
            match self.0 {}
        }
    }
}
