use std::collections::BTreeSet;

use nexus_model::Failure;
use nexus_vault::Vault;
use serde::{Deserialize, Serialize};

use super::BackendMove;
use super::chosen::Chosen;
use crate::App;

/// Name of the vault's value with the move under way.
pub(super) const MOVE: &str = "backend move";

/// How far a move is, written ahead of each step, so that a killed one goes on or back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    pub from: Chosen,
    pub to: Chosen,
    pub from_place: String,
    pub to_place: String,
    /// Owners whose values may be at the new place because of this move.
    pub begun: BTreeSet<String>,
    pub total: u32,
    /// Whether the vault leads to the new place: what is left is to wipe these at the old one.
    pub to_wipe: Option<BTreeSet<String>>,
}

impl Journal {
    pub fn left(&self) -> BackendMove {
        let done = match &self.to_wipe {
            Some(_) => self.total,
            // Of the last one that was begun nobody knows.
            None => u32::try_from(self.begun.len().saturating_sub(1)).unwrap_or(u32::MAX),
        };
        BackendMove {
            from: self.from_place.clone(),
            to: self.to_place.clone(),
            done: done.min(self.total),
            total: self.total,
            switched: self.to_wipe.is_some(),
        }
    }
}

impl App {
    pub(super) async fn journal(&self, vault: &Vault) -> Result<Option<Journal>, Failure> {
        Ok(vault.values().get(MOVE).await?)
    }
}
