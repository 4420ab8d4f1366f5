use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use nexus_model::{ErrorCode, Failure};
use ssh_agent_lib::agent::{Session, listen};
use ssh_agent_lib::error::AgentError;
use ssh_agent_lib::proto::{Identity, SignRequest};
use ssh_key::Signature;
use tokio::net::UnixListener;
use tokio::sync::{OnceCell, watch};
use tokio::task::JoinHandle;

use super::{Consent, KeyUse, login};
use crate::PrivateKey;

/// The agent of a session. It ends when this is dropped.
pub struct Agent {
    socket: PathBuf,
    lent: Lent,
    signed: watch::Receiver<u32>,
    serving: JoinHandle<()>,
}

/// What the agent's connections share: the key until the agent ends, and the one answer.
#[derive(Clone)]
struct Lent {
    key: Arc<Mutex<Option<Arc<PrivateKey>>>>,
    consent: Arc<dyn Consent>,
    answer: Arc<OnceCell<bool>>,
    signed: Arc<watch::Sender<u32>>,
}

impl Agent {
    /// Starts one in a session's private folder. Needs a Tokio runtime.
    ///
    /// # Errors
    /// `internal` if it cannot listen there.
    pub fn start(
        folder: &Path,
        key: PrivateKey,
        consent: Arc<dyn Consent>,
    ) -> Result<Self, Failure> {
        let socket = folder.join("agent");
        let listener = bind(&socket).map_err(|error| {
            Failure::new(
                ErrorCode::Internal,
                "ssh agent",
                format!("The key cannot be lent to OpenSSH: {error}."),
                "Check that the temporary folder has room.",
            )
        })?;
        let (signed, seen) = watch::channel(0);
        let lent = Lent {
            key: Arc::new(Mutex::new(Some(Arc::new(key)))),
            consent,
            answer: Arc::default(),
            signed: Arc::new(signed),
        };
        let theirs = lent.clone();
        let serving = tokio::spawn(async move {
            if let Err(error) = listen(listener, theirs).await {
                tracing::warn!("the agent of a session has ended: {error}");
            }
        });
        Ok(Self { socket, lent, signed: seen, serving })
    }

    /// Where it listens.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// How many log-ins it has signed, and changes of it to wait for.
    pub fn signed(&self) -> watch::Receiver<u32> {
        self.signed.clone()
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        self.serving.abort();
        // Connections that are open still hold on to the rest, but no longer to the key.
        self.lent.key.lock().unwrap_or_else(PoisonError::into_inner).take();
        let _ = std::fs::remove_file(&self.socket);
    }
}

impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agent").field("socket", &self.socket).finish_non_exhaustive()
    }
}

impl Lent {
    fn key(&self) -> Result<Arc<PrivateKey>, AgentError> {
        let key = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        key.clone().ok_or(AgentError::Failure)
    }
}

#[async_trait]
impl Session for Lent {
    async fn request_identities(&mut self) -> Result<Vec<Identity>, AgentError> {
        let public = self.key()?.public().key_data().clone();
        Ok(vec![Identity { credential: public.into(), comment: "nexus".to_owned() }])
    }

    async fn sign(&mut self, request: SignRequest) -> Result<Signature, AgentError> {
        let fingerprint = {
            let key = self.key()?;
            if request.credential.key_data() != key.public().key_data() {
                return Err(AgentError::Failure);
            }
            key.fingerprint()
        };
        let user = login::user(&request.data).ok_or(AgentError::Failure)?.to_owned();
        let use_of = KeyUse { fingerprint, user };
        let may = self.answer.get_or_init(|| self.consent.may_sign(&use_of)).await;
        if !may {
            return Err(AgentError::Failure);
        }
        // Taken anew: the session may have ended while the person was asked.
        let signature = self.key()?.sign(&request.data, request.flags);
        self.signed.send_modify(|signed| *signed += 1);
        signature.ok_or(AgentError::Failure)
    }
}

/// The folder is private already; the mode is for those who look at the socket alone.
fn bind(socket: &Path) -> std::io::Result<UnixListener> {
    use std::os::unix::fs::PermissionsExt;
    let listener = UnixListener::bind(socket)?;
    std::fs::set_permissions(socket, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}
