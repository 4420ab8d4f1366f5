//! Machines: listed from their clouds, kept sealed, read back.

mod cached;
mod listing;
mod refresh;
mod summary;
mod under_way;

pub use listing::RefreshOutcome;
pub(crate) use summary::Summaries;
pub use under_way::Progress;
pub(crate) use under_way::Refreshes;
