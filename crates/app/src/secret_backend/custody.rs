use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use nexus_model::{ErrorCode, Failure, SecretFields, Timestamp};
use nexus_secrets::{BackendHealth, SecretBackend};

use tokio::sync::RwLock;

use super::browser_login::BrowserLogins;
use super::chosen::Chosen;
use super::owner::About;
use super::store::Versions;
use super::{BackendState, SecretBackends};

/// What one session knows of the store in force. Nothing of it outlives the vault's locking.
pub(crate) struct Custody {
    pub(super) backends: Arc<dyn SecretBackends>,
    /// Held shared while a credential is written, and alone while they are moved.
    pub(super) moving: Arc<RwLock<()>>,
    /// The login in the browser that is waited for.
    pub(super) browser: BrowserLogins,
    session: Mutex<Session>,
}

#[derive(Default)]
pub(super) struct Session {
    /// The person said that the vault is to be used.
    pub for_session: bool,
    /// What was typed to log in, by account, where the system has no keyring for it.
    pub logins: HashMap<String, SecretFields>,
    /// The store, once it was needed, and what was chosen then.
    pub open: Option<(Chosen, Arc<dyn SecretBackend>)>,
    pub standing: Standing,
    /// Values that were read a moment ago, by owner.
    pub held: HashMap<String, Held>,
    /// Versions of values that were read or written in this session.
    pub versions: Versions,
}

/// Values of one owner, for the length of an operation.
#[derive(Clone)]
pub(super) struct Held {
    pub at: Instant,
    pub secrets: SecretFields,
    pub about: Option<About>,
}

impl Held {
    /// Whether both are the same credential.
    pub fn is_as(&self, other: &Self) -> bool {
        self.about == other.about
            && self.secrets.len() == other.secrets.len()
            && self.secrets.iter().all(|(name, secret)| {
                other.secrets.get(name).is_some_and(|own| own.expose() == secret.expose())
            })
    }
}

/// How the store stands, as of when it was last asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    pub state: BackendState,
    pub failure: Option<Failure>,
    pub detail: Option<String>,
    pub checked_at: Option<Timestamp>,
}

impl Custody {
    pub fn new(backends: Arc<dyn SecretBackends>) -> Self {
        let (moving, browser) = (Arc::default(), BrowserLogins::default());
        Self { backends, moving, browser, session: Mutex::default() }
    }

    /// Forgets the session: the store, its login and every value.
    pub fn forget(&self) {
        self.browser.stop();
        *self.session() = Session::default();
    }

    /// The store that is open, if it is the chosen one.
    pub(super) fn open_for(&self, chosen: &Chosen) -> Option<Arc<dyn SecretBackend>> {
        let session = self.session();
        let (_, open) = session.open.as_ref().filter(|(known, _)| known == chosen)?;
        Some(Arc::clone(open))
    }

    /// Uses this store from now on. Nothing that was known of another one is of use.
    pub(super) fn now_open(&self, chosen: Chosen, open: Arc<dyn SecretBackend>) {
        let mut session = self.session();
        if session.open.as_ref().is_some_and(|(known, _)| *known != chosen) {
            session.held.clear();
            session.versions.clear();
            session.standing = Standing::default();
        }
        session.open = Some((chosen, open));
    }

    /// Takes in what was read; whether it is another version than was known.
    pub(super) fn learn(&self, owner: &str, held: Held, versions: Versions) -> bool {
        let mut session = self.session();
        let differs = versions
            .iter()
            .any(|(key, version)| session.versions.get(key).is_some_and(|known| known != version));
        session.versions.extend(versions);
        session.held.insert(owner.to_owned(), held);
        differs
    }

    /// Forgets what was known of an owner.
    pub(super) fn unlearn(&self, owner: &str) {
        let mut session = self.session();
        session.held.remove(owner);
        session.versions.retain(|key, _| key.owner() != owner);
    }

    pub(super) fn session(&self) -> MutexGuard<'_, Session> {
        // Each change is one step, so that it is whole after any panic.
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Standing {
    pub fn of(asked: &Result<BackendHealth, Failure>) -> Self {
        let checked_at = Some(Timestamp::now());
        match asked {
            Ok(BackendHealth { detail, writable }) => Self {
                state: match writable {
                    Some(false) => BackendState::ReadOnly,
                    _ => BackendState::Ready,
                },
                failure: None,
                detail: Some(detail.clone()),
                checked_at,
            },
            Err(failure) => Self {
                state: state_of(failure),
                failure: Some(failure.clone()),
                detail: None,
                checked_at,
            },
        }
    }
}

pub(super) fn state_of(failure: &Failure) -> BackendState {
    match failure.code {
        code if code.needs_reconnect() => BackendState::NeedsLogin,
        ErrorCode::UnreachableTls => BackendState::Unreachable,
        code if code.is_retryable() => BackendState::Unreachable,
        _ => BackendState::Refused,
    }
}
