use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nexus_connect::Session;
use nexus_connect::pty::{Pty, PtyEvent, Size};
use nexus_model::{ErrorCode, Failure};

use super::flow::Flow;

/// The sessions that run inside the app.
#[derive(Clone, Default)]
pub(crate) struct Terminals(Arc<Mutex<Running>>);

#[derive(Default)]
struct Running {
    last: u32,
    open: HashMap<u32, Terminal>,
}

struct Terminal {
    pty: Arc<Pty>,
    flow: Arc<Flow>,
    // Last: its agent and settings go after the program that uses them.
    _session: Session,
}

impl Terminals {
    /// Starts a session and tells its events, which [`Terminals::taken`] keeps going.
    pub(super) fn start(
        &self,
        session: Session,
        size: Size,
        events: impl Fn(PtyEvent) + Send + Sync + 'static,
    ) -> Result<u32, Failure> {
        let flow = Arc::new(Flow::default());
        // Held until it is among the others, so that its end is not told before.
        let mut running = self.locked();
        running.last += 1;
        let id = running.last;
        let (all, theirs) = (self.clone(), Arc::clone(&flow));
        let tell = move |event| match event {
            PtyEvent::Output { .. } if !theirs.may_tell() => {}
            PtyEvent::Output { .. } => events(event),
            PtyEvent::Ended { .. } => {
                all.close(id);
                events(event);
            }
        };
        let pty = Arc::new(Pty::spawn(session.invocation(), size, tell)?);
        running.open.insert(id, Terminal { pty, flow, _session: session });
        Ok(id)
    }

    /// The terminal of a session.
    pub(super) fn pty(&self, id: u32) -> Result<Arc<Pty>, Failure> {
        let running = self.locked();
        running.open.get(&id).map(|terminal| Arc::clone(&terminal.pty)).ok_or_else(|| {
            Failure::new(
                ErrorCode::NotFound,
                "terminal",
                "The session has ended.",
                "Connect to the machine again.",
            )
        })
    }

    /// So many pieces of a session's output were shown.
    pub(super) fn taken(&self, id: u32, pieces: u32) {
        if let Some(terminal) = self.locked().open.get(&id) {
            terminal.flow.taken(pieces);
        }
    }

    /// Ends a session, if it runs.
    pub(super) fn close(&self, id: u32) {
        // Ended outside the lock: it takes files away.
        let terminal = self.locked().open.remove(&id);
        if let Some(terminal) = terminal {
            terminal.end();
        }
    }

    /// Ends every session.
    pub(crate) fn close_all(&self) {
        let all = std::mem::take(&mut self.locked().open);
        all.into_values().for_each(Terminal::end);
    }

    fn locked(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Terminal {
    /// Not by dropping it alone: a write to a program that reads nothing holds on to its terminal.
    fn end(self) {
        self.flow.close();
        self.pty.end();
    }
}
