use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use nexus_model::ConnectionId;
use nexus_signin::Answers;
use tokio::task::AbortHandle;

/// A sign-in that the person has been sent to.
pub(super) struct UnderWay {
    /// The page to open.
    pub link: Option<String>,
    /// Where a link is delivered that may be its answer.
    pub answers: Option<Answers>,
    /// The task that waits.
    pub task: AbortHandle,
}

/// The sign-ins under way: one at most per connection.
#[derive(Default)]
pub(crate) struct SignIns(Mutex<HashMap<ConnectionId, UnderWay>>);

impl SignIns {
    /// Notes one, in the place of an older one of the same connection.
    pub(super) fn put(&self, id: ConnectionId, under_way: UnderWay) {
        if let Some(older) = self.all().insert(id, under_way) {
            older.task.abort();
        }
    }

    /// Forgets one that has ended by itself; `false` if it was cancelled meanwhile.
    pub(super) fn ended(&self, id: ConnectionId) -> bool {
        self.all().remove(&id).is_some()
    }

    /// Ends one; `false` if there is none. Its port is closed.
    pub(super) fn cancel(&self, id: ConnectionId) -> bool {
        let cancelled = self.all().remove(&id);
        cancelled.inspect(|under_way| under_way.task.abort()).is_some()
    }

    /// Ends all of them.
    pub(crate) fn cancel_all(&self) {
        for (_, under_way) in self.all().drain() {
            under_way.task.abort();
        }
    }

    /// The page of one.
    pub(super) fn link(&self, id: ConnectionId) -> Option<String> {
        self.all().get(&id)?.link.clone()
    }

    /// Gives a link to the one whose answer it is; `false` if it is nobody's.
    pub(super) fn deliver(&self, link: &str) -> bool {
        let waiting: Vec<_> =
            self.all().values().filter_map(|under_way| under_way.answers.clone()).collect();
        waiting.iter().any(|answers| answers.deliver(link))
    }

    fn all(&self) -> MutexGuard<'_, HashMap<ConnectionId, UnderWay>> {
        // The map is whole after any panic: each method changes it in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
