use nexus_model::{AuditAction, Failure, ProfileId};
use nexus_profiles::{Definition, PlanAction, Planned, PlannedChange, ProfileFile, plan};
use nexus_vault::Vault;
use serde::Serialize;

use super::save::{changed, record};
use crate::App;
use crate::activity::audit_done;

/// What became of files.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Applied {
    /// Profiles that were added.
    pub created: u32,
    /// Profiles that were changed.
    pub changed: u32,
    /// Profiles that were as they should be.
    pub unchanged: u32,
    /// Each of them.
    pub changes: Vec<PlannedChange>,
}

impl App {
    /// What applying files would change, field by field. Changes nothing.
    ///
    /// # Errors
    /// `locked`. What is wrong with a file is told in its change.
    pub async fn plan_profiles(
        &self,
        files: &[ProfileFile],
    ) -> Result<Vec<PlannedChange>, Failure> {
        let vault = self.vault().await?;
        let planned = plan(&definitions(&self.known_profiles(&vault).await?), files);
        Ok(planned.into_iter().map(|planned| planned.change).collect())
    }

    /// Applies files: profiles of a known name are replaced and keep their connections, others are
    /// added, those that no file names stay. All files or none.
    ///
    /// # Errors
    /// `locked`, or why the first file that cannot be applied cannot.
    pub async fn apply_profiles(&self, files: &[ProfileFile]) -> Result<Applied, Failure> {
        let vault = self.vault().await?;
        let alone = self.editing.lock().await;
        let known = self.known_profiles(&vault).await?;
        let planned = plan(&definitions(&known), files);
        if let Some(failure) = planned.iter().find_map(refusal) {
            return Err(failure);
        }
        let mut kept = Vec::new();
        for Planned { change, definition } in &planned {
            let Some(next) = definition.as_ref().filter(|_| change.action != PlanAction::Unchanged)
            else {
                continue;
            };
            let now = known.iter().find(|(_, now)| now.profile.name == next.profile.name);
            let record = record(&vault, now.map(|(id, _)| *id), &next.profile).await?;
            kept.push((record, &next.secrets, changed(now.map(|(_, now)| now), next)));
        }
        let records: Vec<_> =
            kept.iter().map(|(record, secrets, _)| (record.clone(), *secrets)).collect();
        self.keep_profiles(&vault, &records).await?;
        for (record, _, detail) in &kept {
            let detail = detail.as_deref().unwrap_or_default();
            audit_done(&vault, AuditAction::ProfileChange, Some(&record.name), detail).await?;
        }
        drop(alone);
        self.emit_profiles(&vault).await?;
        Ok(Applied::of(planned.into_iter().map(|planned| planned.change).collect()))
    }

    async fn known_profiles(&self, vault: &Vault) -> Result<Vec<(ProfileId, Definition)>, Failure> {
        let mut known = Vec::new();
        for record in vault.profiles().list().await? {
            known.push((record.id, self.definition(vault, record.id).await?));
        }
        Ok(known)
    }
}

impl Applied {
    /// Counts changes.
    pub fn of(changes: Vec<PlannedChange>) -> Self {
        let count = |action: PlanAction| {
            let of_it =
                |change: &&PlannedChange| change.action == action && change.failure.is_none();
            u32::try_from(changes.iter().filter(of_it).count()).unwrap_or(u32::MAX)
        };
        Self {
            created: count(PlanAction::Create),
            changed: count(PlanAction::Change),
            unchanged: count(PlanAction::Unchanged),
            changes,
        }
    }
}

fn definitions(known: &[(ProfileId, Definition)]) -> Vec<Definition> {
    known.iter().map(|(_, definition)| definition.clone()).collect()
}

fn refusal(planned: &Planned) -> Option<Failure> {
    let mut failure = planned.change.failure.clone()?;
    failure.message = format!("{}: {}", planned.change.file, failure.message);
    Some(failure)
}
