//! Machines started, stopped and rebooted, and followed until they have settled.

mod ask;
mod follow;
mod machines;
mod outcome;
mod refusal;
mod session;

pub use outcome::PowerOutcome;
