use nexus_model::Failure;
use serde::Serialize;

use super::chosen::Chosen;
use super::contents::Content;
use super::failures::occupied;
use super::store::{Presence, Store};
use super::{BackendDraft, OwnerKind};
use crate::App;

/// A credential that a move would move.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct PlannedMove {
    /// What it belongs to.
    pub kind: OwnerKind,
    /// The name of that.
    pub name: String,
    /// Which of its fields.
    pub fields: Vec<String>,
    /// Why it cannot be moved.
    pub failure: Option<Failure>,
}

impl App {
    /// What a move to this place would move, and what would keep each from it. Changes nothing.
    ///
    /// # Errors
    /// `locked`, or why the place cannot be used at all.
    pub async fn plan_secret_move(&self, draft: BackendDraft) -> Result<Vec<PlannedMove>, Failure> {
        let vault = self.vault().await?;
        let config = self.drafted(&vault, draft).await;
        self.ask_config(&config).await?;
        let to = Chosen::of(&config);
        let target = match to.is_internal() {
            true => None,
            false => Some(Store(self.open_config(&config)?)),
        };
        let same = self.in_force(&vault).await?.chosen == to;
        let mut planned = Vec::new();
        for content in self.contents(&vault).await? {
            let is_there = content.note.is_some() == target.is_some();
            if is_there && (same || target.is_none()) {
                continue;
            }
            let secrets = self.resolved(&vault, content.fields.clone()).await;
            let failure = match (secrets, &target) {
                (Err(failure), _) => Some(failure),
                (Ok(secrets), Some(target)) => obstacle(target, &content, &secrets).await,
                (Ok(_), None) => None,
            };
            planned.push(PlannedMove {
                kind: content.about.kind,
                name: content.about.name.clone(),
                fields: content.names(),
                failure,
            });
        }
        Ok(planned)
    }
}

/// What keeps a credential from being written to a store.
async fn obstacle(
    target: &Store,
    content: &Content,
    secrets: &nexus_model::SecretFields,
) -> Option<Failure> {
    match target.presence(&content.slug(), secrets).await {
        Err(failure) => Some(failure),
        Ok(Presence::Different) => Some(occupied(&target.place(), &content.slug())),
        Ok(_) => None,
    }
}
