use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::App;

/// When the person last did something in the window.
#[derive(Debug)]
pub(crate) struct InputClock(Mutex<Instant>);

impl Default for InputClock {
    fn default() -> Self {
        Self(Mutex::new(Instant::now()))
    }
}

impl InputClock {
    pub fn touch(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    pub fn idle(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}

impl App {
    /// Notes that the person did something, which puts the automatic lock off.
    pub fn record_input(&self) {
        self.input.touch();
    }
}
