use std::sync::{Mutex, PoisonError};

use nexus_connect::Opened;

use crate::App;

/// The sessions in programs of their own, whose agents and tunnels are this app's.
#[derive(Debug, Default)]
pub(crate) struct Outside(Mutex<Vec<Opened>>);

impl Outside {
    /// Until it ends by itself, or the app does.
    pub(super) fn keep(&self, opened: Opened) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| !one.has_ended());
        all.push(opened);
    }
}

impl App {
    /// Takes away what sessions in other programs have of this app, which ends: their agents, their
    /// files, and the tunnels that would be left without anyone to end them.
    pub async fn end_sessions(&self) {
        let all = {
            let mut all = self.outside.0.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *all)
        };
        for opened in all {
            opened.end().await;
        }
    }
}
