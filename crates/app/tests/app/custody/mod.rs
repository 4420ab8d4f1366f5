//! Credentials that are kept in a store instead of in the vault.

mod browser;
mod folder;
mod moving;
mod ssh_keys;
mod stage;
mod team;
mod trouble;
mod unwritten;
mod vault_server;
