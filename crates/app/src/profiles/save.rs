use nexus_model::{AuditAction, Failure, ProfileId, SecretFields, Timestamp};
use nexus_profiles::{CLIENT_SECRET, Definition, Profile, differences};
use nexus_vault::{ProfileRecord, Vault};
use serde::Deserialize;
use serde_json::Value;

use super::ProfileCard;
use crate::App;
use crate::activity::audit_done;
use crate::failures::invalid;

const OPERATION: &str = "save the profile";

/// Fields of a profile that are to change, not read yet: a JSON object.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(transparent)]
#[specta(transparent)]
pub struct ProfileChanges(#[specta(type = specta_typescript::Unknown)] pub Value);

impl App {
    /// Keeps a profile: a new one, or in the place of another, whose connections stay. A secret
    /// that is not given stays.
    ///
    /// # Errors
    /// `invalid_input` naming the field, `name_taken`, `not_found`, `locked`.
    pub async fn save_profile(
        &self,
        id: Option<ProfileId>,
        profile: Profile,
        secrets: SecretFields,
    ) -> Result<ProfileCard, Failure> {
        let vault = self.vault().await?;
        let alone = self.editing.lock().await;
        let id = self.keep_profile(&vault, id, Definition { profile, secrets }).await?;
        drop(alone);
        self.emit_profiles(&vault).await?;
        self.profile_card(&vault, id).await
    }

    /// Changes some fields of a profile, as a JSON merge patch (RFC 7396), and leaves the others,
    /// its secret and its connections as they are.
    ///
    /// # Errors
    /// As [`App::save_profile`].
    pub async fn patch_profile(
        &self,
        id: ProfileId,
        changes: ProfileChanges,
        secrets: SecretFields,
    ) -> Result<ProfileCard, Failure> {
        let vault = self.vault().await?;
        let alone = self.editing.lock().await;
        let now = self.definition(&vault, id).await?;
        let mut next = now.profile.patched(changes.0)?;
        next.secrets.extend(secrets);
        self.keep_profile(&vault, Some(id), next).await?;
        drop(alone);
        self.emit_profiles(&vault).await?;
        self.profile_card(&vault, id).await
    }

    /// Keeps a profile and writes down what differs. Whoever calls it edits alone.
    async fn keep_profile(
        &self,
        vault: &Vault,
        id: Option<ProfileId>,
        mut next: Definition,
    ) -> Result<ProfileId, Failure> {
        next.profile.check()?;
        next.secrets.retain(|_, secret| !secret.is_empty());
        if let Some(other) = next.secrets.keys().find(|name| *name != CLIENT_SECRET) {
            let message = format!("A profile has no secret called “{other}”.");
            return Err(invalid(OPERATION, other, message, "Give client_secret, or nothing."));
        }
        let now = match id {
            Some(id) => Some(self.definition(vault, id).await?),
            None => None,
        };
        let detail = changed(now.as_ref(), &next);
        let (Some(detail), record) = (detail, record(vault, id, &next.profile).await?) else {
            return Ok(id.unwrap_or_else(ProfileId::random));
        };
        let kept = [(record, &next.secrets)];
        self.keep_profiles(vault, &kept).await?;
        let [(record, _)] = kept;
        audit_done(vault, AuditAction::ProfileChange, Some(&record.name), detail).await?;
        Ok(record.id)
    }
}

/// The record of a profile: that of before with another content, or a new one.
pub(super) async fn record(
    vault: &Vault,
    id: Option<ProfileId>,
    profile: &Profile,
) -> Result<ProfileRecord, Failure> {
    let now = Timestamp::now();
    let content = Value::Object(profile.document());
    let (id, created_at) = match id {
        Some(id) => (id, vault.profiles().get(id).await?.created_at),
        None => (ProfileId::random(), now),
    };
    let name = profile.name.clone();
    Ok(ProfileRecord { id, name, profile: content, created_at, changed_at: now })
}

/// What is written down of a change; `None` if there is none.
pub(super) fn changed(now: Option<&Definition>, next: &Definition) -> Option<String> {
    if now.is_none() {
        return Some("Added.".to_owned());
    }
    let fields: Vec<_> = differences(now, next).into_iter().map(|each| each.field).collect();
    (!fields.is_empty()).then(|| format!("Changed: {}.", fields.join(", ")))
}
