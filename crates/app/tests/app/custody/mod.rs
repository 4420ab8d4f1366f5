//! Credentials that are kept in a store instead of in the vault.

mod folder;
mod moving;
mod stage;
mod team;
mod trouble;
