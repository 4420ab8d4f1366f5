use std::collections::BTreeSet;

use nexus_model::{AuditAction, ErrorCode, Failure, SecretFields};
use nexus_vault::{SecretChange, Vault};
use serde_json::json;

use super::chosen::{CHOSEN, Chosen};
use super::contents::Content;
use super::failures::{
    move_left, move_over, no_move_left, not_as_written, occupied, of_one, read_only, set_outside,
    too_busy,
};
use super::journal::{Journal, MOVE};
use super::note::Note;
use super::store::{Presence, Store, Versions};
use super::{BackendDraft, BackendOrigin, SecretBackendStatus};
use crate::activity::audit_done;
use crate::{App, AppEvent};

/// Rounds of copying before other processes are too busy.
const ROUNDS: usize = 5;

impl App {
    /// Moves every credential to this place: copies them, reads each back, leads the vault there in
    /// one step, and only then wipes them where they were. Cut off at any point, it goes on or back.
    ///
    /// # Errors
    /// `invalid_input` for a place that is set outside or a move that was cut off before;
    /// `permission_denied` for a login that may not write; `conflict` if something else is there;
    /// what either place answers.
    pub async fn move_secrets(&self, draft: BackendDraft) -> Result<SecretBackendStatus, Failure> {
        let vault = self.vault().await?;
        let alone = self.move_alone(&vault).await?;
        if self.journal(&vault).await?.is_some() {
            return Err(move_left());
        }
        let config = self.drafted(&vault, draft).await;
        let (in_force, to) = (self.in_force(&vault).await?, Chosen::of(&config));
        if in_force.origin != BackendOrigin::Settings && in_force.chosen != to {
            return Err(set_outside(match in_force.origin {
                BackendOrigin::ConfigFile => "a file beside the vault",
                _ => "the environment",
            }));
        }
        let health = self.ask_config(&config).await?;
        if health.writable == Some(false) {
            return Err(read_only(&self.place_of(&to)));
        }
        if in_force.origin == BackendOrigin::Settings && !to.is_internal() {
            self.keep_login(&vault, &to, config.secrets).await;
        }
        let journal = Journal {
            from_place: self.place_of(&in_force.chosen),
            to_place: self.place_of(&to),
            from: in_force.chosen,
            to,
            begun: BTreeSet::new(),
            total: 0,
            to_wipe: None,
        };
        self.carry_out(&vault, journal).await?;
        drop(alone);
        self.after_move(&vault).await
    }

    /// Goes on with a move that was cut off.
    ///
    /// # Errors
    /// `not_found` if there is none; as [`App::move_secrets`].
    pub async fn resume_secret_move(&self) -> Result<SecretBackendStatus, Failure> {
        let vault = self.vault().await?;
        let alone = self.move_alone(&vault).await?;
        let journal = self.journal(&vault).await?.ok_or_else(no_move_left)?;
        self.carry_out(&vault, journal).await?;
        drop(alone);
        self.after_move(&vault).await
    }

    /// Takes a move back that was cut off: what it has copied is wiped. One that was wiping the old
    /// place already is over: what was added or changed since is at the new place alone, and what
    /// leads back is another move, which says first what it would move.
    ///
    /// # Errors
    /// `not_found` if there is none, `invalid_input` if it is over; as [`App::move_secrets`].
    pub async fn roll_back_secret_move(&self) -> Result<SecretBackendStatus, Failure> {
        let vault = self.vault().await?;
        let alone = self.move_alone(&vault).await?;
        let journal = self.journal(&vault).await?.ok_or_else(no_move_left)?;
        if journal.to_wipe.is_some() {
            return Err(move_over(&journal.to_place));
        }
        if let Some(target) = self.store(&vault, &journal.to).await? {
            for owner in &journal.begun {
                target.remove(owner).await?;
            }
        }
        vault.custody().replace(&[], &[(MOVE, None)]).await?;
        if journal.from != journal.to && !journal.to.is_internal() {
            self.forget_login(&vault, &journal.to).await;
        }
        drop(alone);
        self.after_move(&vault).await
    }

    /// Keeps everybody from writing credentials: this process by its own lock, and the renewals of
    /// all processes by those of the connections. These come first, as they do for a renewal.
    async fn move_alone(&self, vault: &Vault) -> Result<impl Sized + use<>, Failure> {
        let mut renewals = Vec::new();
        for connection in vault.connections().list().await? {
            renewals.push(vault.connections().lock(connection.id).await?);
        }
        Ok((renewals, self.custody.moving.clone().write_owned().await))
    }

    async fn after_move(&self, vault: &Vault) -> Result<SecretBackendStatus, Failure> {
        let place = self.place_of(&self.in_force(vault).await?.chosen);
        let detail = format!("Credentials are kept in {place}.");
        audit_done(vault, AuditAction::SettingsChange, None, detail).await?;
        self.retry_secret_backend().await
    }

    async fn store(&self, vault: &Vault, chosen: &Chosen) -> Result<Option<Store>, Failure> {
        match chosen.is_internal() {
            true => Ok(None),
            false => Ok(Some(Store(self.open_chosen(vault, chosen.clone()).await?))),
        }
    }

    async fn carry_out(&self, vault: &Vault, mut journal: Journal) -> Result<(), Failure> {
        let from = self.store(vault, &journal.from).await?;
        let to = self.store(vault, &journal.to).await?;
        if journal.to_wipe.is_none() {
            self.switch(vault, &mut journal, from.as_ref(), to.as_ref()).await?;
        }
        if let (Some(from), Some(owners)) = (&from, &journal.to_wipe) {
            wipe(vault, from, owners).await?;
        }
        vault.custody().replace(&[], &[(MOVE, None)]).await?;
        if journal.from != journal.to && !journal.from.is_internal() {
            self.forget_login(vault, &journal.from).await;
        }
        Ok(())
    }

    /// Copies, and leads the vault to the copies. Copies again what was changed meanwhile by
    /// another process.
    async fn switch(
        &self,
        vault: &Vault,
        journal: &mut Journal,
        from: Option<&Store>,
        to: Option<&Store>,
    ) -> Result<(), Failure> {
        for _ in 0..ROUNDS {
            let mut contents = self.contents(vault).await?;
            // What is there already stays there.
            let stays = |content: &Content| match (&content.note, to) {
                (None, to) => to.is_none(),
                (Some(_), to) => to.is_some() && journal.from == journal.to,
            };
            contents.retain(|content| !stays(content));
            journal.total = u32::try_from(contents.len()).unwrap_or(u32::MAX);
            let (mut changes, mut to_wipe) = (Vec::new(), BTreeSet::new());
            for (done, content) in (1..).zip(&contents) {
                let secrets = match (&content.note, from) {
                    (Some(note), Some(from)) => {
                        if !note.found {
                            to_wipe.insert(note.owner.clone());
                        }
                        from.read(&note.owner, &note.fields).await?.secrets
                    }
                    // The vault's own, or of a store that is none of the two.
                    _ => self.resolved(vault, content.fields.clone()).await?,
                };
                let after = match to {
                    Some(to) => self
                        .copy(vault, journal, to, content, &secrets)
                        .await
                        .map_err(|failure| of_one(&content.about.name, failure))?,
                    None => secrets,
                };
                let owner = content.about.owner();
                changes.push(SecretChange { owner, before: content.fields.clone(), after });
                let (name, total) = (content.about.name.clone(), journal.total);
                self.emit(AppEvent::SecretBackendProgress { done, total, name });
            }
            let next = Journal { to_wipe: Some(to_wipe), ..journal.clone() };
            let values = [(CHOSEN, Some(json!(journal.to))), (MOVE, Some(json!(next)))];
            // What is set outside stays where it is set.
            let settings = self.in_force(vault).await?.origin == BackendOrigin::Settings;
            let values = if settings { &values[..] } else { &values[1..] };
            if vault.custody().replace(&changes, values).await? {
                *journal = next;
                let mut session = self.custody.session();
                (session.open, session.for_session) = (None, false);
                session.held.clear();
                session.versions.clear();
                return Ok(());
            }
        }
        Err(too_busy())
    }

    /// Writes one credential to a store and reads it back; gives the note of it.
    async fn copy(
        &self,
        vault: &Vault,
        journal: &mut Journal,
        to: &Store,
        content: &Content,
        secrets: &SecretFields,
    ) -> Result<SecretFields, Failure> {
        let owner = content.slug();
        let begun = journal.begun.contains(&owner);
        let presence = to.presence(&owner, secrets).await?;
        match presence {
            Presence::Different if !begun => return Err(occupied(&to.place(), &owner)),
            Presence::Absent if !begun => {
                journal.begun.insert(owner.clone());
                vault.custody().replace(&[], &[(MOVE, Some(json!(journal)))]).await?;
            }
            _ => {}
        }
        let names: Vec<_> = secrets.keys().cloned().collect();
        if begun || presence != Presence::Same {
            let known = Versions::new();
            let about = content.about.clone();
            to.write(&owner, about, secrets, Some(&names), &known).await?;
        }
        let back = to.presence(&owner, secrets).await?;
        if back != Presence::Same {
            return Err(not_as_written(&to.place(), &owner));
        }
        Ok(Note { owner, fields: names, place: to.place(), found: false }.written())
    }
}

/// Wipes what was moved away from a store. Who may not remove it there has moved all the same: it is
/// left to those who may, and that is noted.
async fn wipe(vault: &Vault, from: &Store, owners: &BTreeSet<String>) -> Result<(), Failure> {
    let mut left = 0;
    for owner in owners {
        match from.remove(owner).await {
            Err(failure) if failure.code == ErrorCode::PermissionDenied => left += 1,
            removed => removed?,
        }
    }
    if left > 0 {
        let place = from.place();
        let detail = format!("{left} credentials may not be removed by this login: {place}.");
        audit_done(vault, AuditAction::SettingsChange, None, detail).await?;
    }
    Ok(())
}
