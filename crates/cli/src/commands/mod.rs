//! One file per word that follows `nexus`.

pub(crate) mod buckets;
pub(crate) mod clouds;
pub(crate) mod connections;
pub(crate) mod import;
pub(crate) mod keys;
pub(crate) mod machines;
pub(crate) mod power;
pub(crate) mod profiles;
pub(crate) mod providers;
pub(crate) mod rdp;
pub(crate) mod request;
pub(crate) mod resources;
pub(crate) mod secret_backend;
pub(crate) mod signin;
pub(crate) mod ssh;
pub(crate) mod vault;
