//! What the page may call: each command is one call of the app.

pub(crate) mod activity;
pub(crate) mod connect;
pub(crate) mod connections;
pub(crate) mod power;
pub(crate) mod profiles;
pub(crate) mod providers;
pub(crate) mod resources;
pub(crate) mod secret_backend;
pub(crate) mod settings;
pub(crate) mod shell;
pub(crate) mod signin;
pub(crate) mod ssh_keys;
pub(crate) mod terminal;
pub(crate) mod vault;

/// Every command fails with the one failure there is.
type Result<T> = std::result::Result<T, nexus_model::Failure>;
