//! One file per word that follows `nexus`.

pub(crate) mod clouds;
pub(crate) mod machines;
pub(crate) mod providers;
pub(crate) mod vault;
