//! Profiles of APIs that are not clouds, and requests by them: one operation per file.
//!
//! A profile's connections are those of [`crate::connections`]: signed in to for `oauth2`, typed
//! for all others. A credential leaves the vault only for a request that is known to go to the
//! profile's own host.

mod card;
mod connect;
mod export;
mod plan;
mod remove;
mod save;
mod send;

pub use card::ProfileCard;
pub use plan::Applied;
pub use save::ProfileChanges;
