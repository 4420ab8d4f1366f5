//! The sealed tables as one thing: rows go in and out sealed and checked against the ledger.
//!
//! Everything above this module speaks in plain values; everything below it is SQLite.

pub mod audit;
pub mod connect;
pub mod ledger;
pub mod read;
pub mod row;
mod table;
pub mod write;

pub use table::Table;

/// A row's id: a random UUID, or a keyed digest.
pub type RowId = [u8; 16];
