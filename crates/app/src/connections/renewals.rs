use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nexus_model::{ConnectionId, Failure};
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;

/// What became of a renewal; `None` while it runs.
pub(super) type Done = Option<Result<(), Failure>>;

/// How long locking waits for a server that has been asked: a token that it has replaced and whose
/// successor is not kept is lost.
const GRACE: Duration = Duration::from_secs(3);

struct UnderWay {
    stop: Arc<Notify>,
    task: AbortHandle,
    done: watch::Receiver<Done>,
}

/// The renewals under way: one at most per connection, however many ask for it.
#[derive(Default)]
pub(crate) struct Renewals(Mutex<HashMap<ConnectionId, UnderWay>>);

impl Renewals {
    /// Joins the connection's renewal, or starts one with `start`.
    pub(super) fn join_or_start(
        &self,
        id: ConnectionId,
        start: impl FnOnce(Arc<Notify>) -> (AbortHandle, watch::Receiver<Done>),
    ) -> watch::Receiver<Done> {
        let mut all = self.all();
        // One that ended without a word has died; nothing will ever come of it.
        all.retain(|other, under_way| *other != id || under_way.done.has_changed().is_ok());
        let under_way = all.entry(id).or_insert_with(|| {
            let stop = Arc::new(Notify::new());
            let (task, done) = start(Arc::clone(&stop));
            UnderWay { stop, task, done }
        });
        under_way.done.clone()
    }

    pub(super) fn ended(&self, id: ConnectionId) {
        self.all().remove(&id);
    }

    /// Lets no renewal begin another try, waits a little for those that have asked their server
    /// already, and ends those that have no answer then.
    pub(crate) async fn settle(&self) {
        let under_way: Vec<_> = self.all().drain().map(|(_, under_way)| under_way).collect();
        let settled = async {
            for UnderWay { stop, done, .. } in &under_way {
                stop.notify_one();
                // An error means that the task is gone, which is what is waited for.
                let _ = done.clone().wait_for(Option::is_some).await;
            }
        };
        if tokio::time::timeout(GRACE, settled).await.is_err() {
            tracing::warn!("locked before a server had answered the renewal of a token");
            under_way.iter().for_each(|under_way| under_way.task.abort());
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<ConnectionId, UnderWay>> {
        // The map is whole after any panic: each method changes it in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
