use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nexus_model::{ConnectionId, ErrorCode, Failure};
use serde::Serialize;
use tokio::sync::watch;

use crate::{App, AppEvent};

/// How far the setting up of a connection's providers is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct SetUpProgress {
    /// The step under way, from 1.
    pub step: u32,
    /// Steps there are.
    pub steps: u32,
    /// What is done already, in percent.
    pub percent: u32,
    /// What is being done, in one sentence.
    pub text: String,
}

/// The set-ups under way: one at most per connection.
#[derive(Default)]
pub(crate) struct SetUps(Mutex<HashMap<ConnectionId, watch::Sender<bool>>>);

impl SetUps {
    /// Ends one before its next step.
    pub(super) fn cancel(&self, id: ConnectionId) {
        if let Some(stop) = self.all().get(&id) {
            stop.send_replace(true);
        }
    }

    /// Ends all of them.
    pub(crate) fn cancel_all(&self) {
        for stop in self.all().values() {
            stop.send_replace(true);
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<ConnectionId, watch::Sender<bool>>> {
        // The map is whole after any panic: each method changes it in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One set-up under way. Dropping it tells that it has ended.
pub(super) struct UnderWay {
    app: App,
    connection: ConnectionId,
    steps: u32,
    step: AtomicU32,
    stop: watch::Receiver<bool>,
}

impl UnderWay {
    /// Begins one of so many steps.
    ///
    /// # Errors
    /// `invalid_input` if the connection is being set up already.
    pub fn begin(app: &App, connection: ConnectionId, steps: u32) -> Result<Arc<Self>, Failure> {
        let (tell, stop) = watch::channel(false);
        let mut all = app.set_ups.all();
        if all.contains_key(&connection) {
            return Err(Failure::new(
                ErrorCode::InvalidInput,
                "set up the connection",
                "The connection is being set up already.",
                "Wait until that has ended, or cancel it.",
            ));
        }
        all.insert(connection, tell);
        drop(all);
        let step = AtomicU32::new(0);
        Ok(Arc::new(Self { app: app.clone(), connection, steps, step, stop }))
    }

    /// Goes on to the next step.
    pub fn next(&self, text: impl Into<String>) {
        self.step.fetch_add(1, Ordering::Relaxed);
        self.tell(text);
    }

    /// Says more of the present step.
    pub fn tell(&self, text: impl Into<String>) {
        let step = self.step.load(Ordering::Relaxed).clamp(1, self.steps.max(1));
        let percent = (step - 1) * 100 / self.steps.max(1);
        let progress = SetUpProgress { step, steps: self.steps, percent, text: text.into() };
        let (connection, progress) = (self.connection, Some(progress));
        self.app.emit(AppEvent::SetUpProgress { connection, progress });
    }

    /// Goes on to a step, leaving out those before it.
    pub fn skip_to(&self, step: u32) {
        self.step.store(step, Ordering::Relaxed);
    }

    /// Returns when it is cancelled.
    pub async fn cancelled(&self) {
        // The sender lives until this is dropped.
        let _ = self.stop.clone().wait_for(|stopped| *stopped).await;
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.app.set_ups.all().remove(&self.connection);
        let (connection, progress) = (self.connection, None);
        self.app.emit(AppEvent::SetUpProgress { connection, progress });
    }
}
