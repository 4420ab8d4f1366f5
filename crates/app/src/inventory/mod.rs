//! Machines: listed from their clouds, kept sealed, read back.

mod cached;
mod listing;
mod outcome;
mod refresh;
mod summary;
mod under_way;

pub use outcome::RefreshOutcome;
pub(crate) use summary::Summaries;
pub use under_way::Progress;
pub(crate) use under_way::Refreshes;
