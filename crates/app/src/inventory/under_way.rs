use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nexus_model::{Failure, ProviderId};
use serde::Serialize;
use tokio::sync::{Notify, watch};

use super::RefreshOutcome;

/// How far a listing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
pub struct Progress {
    /// Regions that answered or failed.
    pub regions_done: u32,
    /// Regions there are; `None` until the cloud told.
    pub regions_total: Option<u32>,
}

/// What became of a refresh; `None` while it runs.
pub(super) type Done = Option<Result<RefreshOutcome, Failure>>;

struct UnderWay {
    progress: Progress,
    stop: Arc<Notify>,
    done: watch::Receiver<Done>,
}

/// The refreshes under way: one at most per provider, however many ask for it.
#[derive(Default)]
pub(crate) struct Refreshes(Mutex<HashMap<ProviderId, UnderWay>>);

impl Refreshes {
    /// Joins the provider's refresh, or starts one with `start`.
    pub fn join_or_start(
        &self,
        id: ProviderId,
        start: impl FnOnce(Arc<Notify>) -> watch::Receiver<Done>,
    ) -> watch::Receiver<Done> {
        let mut all = self.all();
        // One that ended without a word has died; nothing will ever come of it.
        all.retain(|other, under_way| *other != id || under_way.done.has_changed().is_ok());
        let under_way = all.entry(id).or_insert_with(|| {
            let stop = Arc::new(Notify::new());
            let done = start(Arc::clone(&stop));
            UnderWay { progress: Progress::default(), stop, done }
        });
        under_way.done.clone()
    }

    pub fn progress(&self, id: ProviderId) -> Option<Progress> {
        self.all().get(&id).map(|under_way| under_way.progress)
    }

    pub fn set_progress(&self, id: ProviderId, progress: Progress) {
        if let Some(under_way) = self.all().get_mut(&id) {
            under_way.progress = progress;
        }
    }

    pub fn ended(&self, id: ProviderId) {
        self.all().remove(&id);
    }

    /// Stops a provider's refresh and waits until it has stopped.
    pub async fn cancel(&self, id: ProviderId) {
        let stopped = self.all().get(&id).map(|under_way| {
            under_way.stop.notify_one();
            under_way.done.clone()
        });
        if let Some(mut done) = stopped {
            // An error means that the task is gone, which is what is waited for.
            let _ = done.wait_for(Option::is_some).await;
        }
    }

    /// Stops every refresh and waits until all have stopped.
    pub async fn cancel_all(&self) {
        let ids: Vec<_> = self.all().keys().copied().collect();
        for id in ids {
            self.cancel(id).await;
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<ProviderId, UnderWay>> {
        // The map is whole after any panic: each method changes it in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
