use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Most pieces of output that are told and not yet shown. Each has 16 KiB at most, so a program
/// that writes without end holds a megabyte here and then waits.
const AHEAD: u32 = 64;

/// How far a session's output is ahead of what is shown of it.
#[derive(Debug, Default)]
pub(super) struct Flow {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    untaken: u32,
    closed: bool,
}

impl Flow {
    /// Waits until another piece may be told, and counts it; `false` once nobody listens.
    pub(super) fn may_tell(&self) -> bool {
        let mut state = self.locked();
        while state.untaken >= AHEAD && !state.closed {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.untaken += 1;
        !state.closed
    }

    /// So many pieces were shown.
    pub(super) fn taken(&self, pieces: u32) {
        let mut state = self.locked();
        state.untaken = state.untaken.saturating_sub(pieces);
        self.changed.notify_all();
    }

    /// Nobody listens any more.
    pub(super) fn close(&self) {
        self.locked().closed = true;
        self.changed.notify_all();
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    use super::{AHEAD, Flow};

    #[test]
    fn output_waits_until_it_is_taken_and_no_longer_than_somebody_listens() {
        let flow = Arc::new(Flow::default());
        let theirs = Arc::clone(&flow);
        let (tell, told) = channel();
        let program = std::thread::spawn(move || {
            while theirs.may_tell() {
                tell.send(()).expect("heard");
            }
        });
        let all_told = |count| (0..count).for_each(|_| told.recv().expect("told"));
        all_told(AHEAD);
        flow.taken(3);
        all_told(3);
        assert!(told.try_recv().is_err(), "it is no further ahead");
        flow.close();
        program.join().expect("it ends");
    }
}
