use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nexus_model::{ErrorCode, Failure, SecretFields, Timestamp};
use nexus_secrets::{BackendHealth, SecretBackend};

use super::{BackendState, SecretBackends};

/// What one session knows of the store in force. Nothing of it outlives the vault's locking.
pub(crate) struct Custody {
    pub(super) backends: Arc<dyn SecretBackends>,
    session: Mutex<Session>,
}

#[derive(Default)]
pub(super) struct Session {
    /// The person said that the vault is to be used.
    pub for_session: bool,
    /// What was typed to log in, where the system has no keyring for it.
    pub login: Option<SecretFields>,
    /// The store, once it was needed.
    pub open: Option<Arc<dyn SecretBackend>>,
    pub standing: Standing,
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
        Self { backends, session: Mutex::default() }
    }

    /// Forgets the session: the store, its login and every value.
    pub fn forget(&self) {
        *self.session() = Session::default();
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

fn state_of(failure: &Failure) -> BackendState {
    match failure.code {
        code if code.needs_reconnect() => BackendState::NeedsLogin,
        ErrorCode::UnreachableTls => BackendState::Unreachable,
        code if code.is_retryable() => BackendState::Unreachable,
        _ => BackendState::Refused,
    }
}
