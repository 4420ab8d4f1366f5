use nexus_model::{Connection, ConnectionId, Failure, SecretFields};
use nexus_vault::{ProfileRecord, SecretChange, SecretOwner, Vault, VaultError};
use tokio::sync::OwnedRwLockReadGuard;

use super::BackendState;
use super::failures::{elsewhere, of_the_store, read_only};
use super::note::Note;
use super::owner::About;
use super::store::Store;
use crate::App;

/// What the vault is to hold of an owner's secret fields: themselves, or a note of where they are
/// by now. No move begins before it is dropped.
pub(crate) struct Placed {
    pub fields: SecretFields,
    _no_move: OwnedRwLockReadGuard<()>,
}

impl App {
    /// Puts the secret fields of a new owner where credentials are kept.
    ///
    /// # Errors
    /// Why the store does not take them; the vault never takes its place by itself.
    pub(crate) async fn place_new(
        &self,
        vault: &Vault,
        about: About,
        secrets: &SecretFields,
    ) -> Result<Placed, Failure> {
        self.place(vault, about, secrets, None).await
    }

    /// Puts other secret fields of an owner in the place of those of before.
    ///
    /// # Errors
    /// As [`App::place_new`], and `conflict` if somebody else has changed them since they were last
    /// read here.
    pub(crate) async fn place_again(
        &self,
        vault: &Vault,
        about: About,
        secrets: &SecretFields,
    ) -> Result<Placed, Failure> {
        let before = vault.custody().get(about.owner()).await?;
        self.place(vault, about, secrets, Some(before)).await
    }

    async fn place(
        &self,
        vault: &Vault,
        about: About,
        secrets: &SecretFields,
        before: Option<SecretFields>,
    ) -> Result<Placed, Failure> {
        let no_move = self.custody.moving.clone().read_owned().await;
        let note = before.as_ref().and_then(Note::read);
        let open = self.opened(vault).await.map_err(of_the_store)?;
        let fields = match open {
            None if note.is_some() => {
                return Err(elsewhere(&note.map(|note| note.place).unwrap_or_default()));
            }
            None => secrets.clone(),
            Some(_) if secrets.is_empty() && note.is_none() => SecretFields::new(),
            Some(open) => {
                let store = Store(open);
                let owner = note.as_ref().map_or_else(|| about.slug(), |note| note.owner.clone());
                let of_before = match (&note, &before) {
                    (Some(note), _) => Some(note.fields.clone()),
                    (None, Some(before)) => Some(before.keys().cloned().collect()),
                    (None, None) => None,
                };
                let known = self.custody.session().versions.clone();
                let written =
                    store.write(&owner, about, secrets, of_before.as_deref(), &known).await;
                // What is there now is read anew, also after a conflict.
                self.custody.unlearn(&owner);
                let versions = self.observed(vault, written)?;
                self.custody.session().versions.extend(versions);
                let fields = secrets.keys().cloned().collect();
                let found = note.is_some_and(|note| note.found);
                Note { owner, fields, place: store.place(), found }.written()
            }
        };
        Ok(Placed { fields, _no_move: no_move })
    }

    /// Keeps a new connection with its secret fields.
    ///
    /// # Errors
    /// As [`App::place_new`].
    pub(crate) async fn insert_connection(
        &self,
        vault: &Vault,
        connection: &Connection,
        secrets: &SecretFields,
    ) -> Result<(), Failure> {
        let placed = self.place_new(vault, About::connection(connection), secrets).await?;
        let kept = vault.connections().insert(connection, &placed.fields).await;
        if kept.is_err() {
            self.withdraw(vault, &placed).await;
        }
        Ok(kept?)
    }

    /// Takes back what was placed for an owner that the vault did not take.
    pub(crate) async fn withdraw(&self, vault: &Vault, placed: &Placed) {
        if let (Some(note), Ok(Some(open))) = (Note::read(&placed.fields), self.opened(vault).await)
            && let Err(failure) = Store(open).remove(&note.owner).await
        {
            tracing::warn!(code = %failure.code, "a credential that was not kept is left behind");
        }
    }

    /// Removes an owner's secret fields from the store, for everybody. What somebody else has put
    /// there stays, and so does all with a login that may not write.
    ///
    /// # Errors
    /// Why the store does not answer.
    pub(crate) async fn forget_secrets(
        &self,
        vault: &Vault,
        owner: SecretOwner,
    ) -> Result<(), Failure> {
        match Note::read(&vault.custody().get(owner).await?) {
            Some(note) => self.forget_noted(vault, &note).await,
            None => Ok(()),
        }
    }

    /// The same without waiting for the store, which may be slow: what it does not take away is
    /// left behind there.
    pub(crate) async fn forget_later(
        &self,
        vault: &Vault,
        owner: SecretOwner,
    ) -> Result<(), Failure> {
        if let Some(note) = Note::read(&vault.custody().get(owner).await?) {
            let (app, vault) = (self.clone(), vault.clone());
            tokio::spawn(async move {
                if let Err(failure) = app.forget_noted(&vault, &note).await {
                    tracing::warn!(code = %failure.code, "a credential is left behind");
                }
            });
        }
        Ok(())
    }

    async fn forget_noted(&self, vault: &Vault, note: &Note) -> Result<(), Failure> {
        if note.found {
            return Ok(());
        }
        let Some(open) = self.opened(vault).await.map_err(of_the_store)? else { return Ok(()) };
        let removed = Store(open).remove(&note.owner).await;
        self.custody.unlearn(&note.owner);
        match removed {
            Err(failure) if failure.code == nexus_model::ErrorCode::PermissionDenied => Ok(()),
            removed => self.observed(vault, removed),
        }
    }

    /// Refuses what could not be kept, before a server is asked for it.
    pub(crate) async fn check_writable(&self, vault: &Vault) -> Result<(), Failure> {
        match self.opened(vault).await.map_err(of_the_store)? {
            Some(open) if self.custody.session().standing.state == BackendState::ReadOnly => {
                Err(read_only(&open.place()))
            }
            _ => Ok(()),
        }
    }

    /// Changes a connection and its secret fields: the new ones are kept before the old are gone.
    ///
    /// # Errors
    /// As [`App::place_again`].
    pub(crate) async fn renew_secrets(
        &self,
        vault: &Vault,
        id: ConnectionId,
        change: impl FnOnce(&mut Connection, &mut SecretFields),
    ) -> Result<Connection, Failure> {
        let (before, mut secrets) = self.with_secrets(vault, id).await?;
        let mut after = before.clone();
        change(&mut after, &mut secrets);
        let placed = self.place_again(vault, About::connection(&after), &secrets).await?;
        let connections = vault.connections();
        let kept = connections.renew(id, |connection, fields| {
            // It may have been renamed meanwhile.
            if after.name == before.name {
                after.name.clone_from(&connection.name);
            }
            *connection = after;
            *fields = placed.fields.clone();
        });
        Ok(kept.await?)
    }

    /// Keeps profiles, all or none in the vault; of their secret fields those given, while the
    /// others stay.
    ///
    /// # Errors
    /// As [`App::place_again`], and those of the vault.
    pub(crate) async fn keep_profiles(
        &self,
        vault: &Vault,
        profiles: &[(ProfileRecord, &SecretFields)],
    ) -> Result<(), Failure> {
        let mut placed = Vec::new();
        for (record, given) in profiles {
            let owner = SecretOwner::Profile(record.id);
            let before = match vault.custody().get(owner).await {
                Err(VaultError::NotFound { .. }) => None,
                found => Some(found?),
            };
            let mut secrets = match (&before, given.is_empty()) {
                (Some(before), false) => self.resolved(vault, before.clone()).await?,
                _ => SecretFields::new(),
            };
            secrets.extend((*given).clone());
            if !secrets.is_empty() {
                let placed_one =
                    self.place(vault, About::profile(record), &secrets, before.clone());
                placed.push((owner, before, placed_one.await?));
            }
        }
        let empty = SecretFields::new();
        let mut records = Vec::with_capacity(profiles.len());
        for (record, _) in profiles {
            let owner = SecretOwner::Profile(record.id);
            let new = placed.iter().find(|(each, before, _)| *each == owner && before.is_none());
            records.push((record, new.map_or(&empty, |(_, _, placed)| &placed.fields)));
        }
        vault.profiles().put_all(records).await?;
        let mut changes = Vec::new();
        for (owner, before, placed) in &placed {
            if let (owner, Some(before), after) = (*owner, before.clone(), placed.fields.clone()) {
                changes.push(SecretChange { owner, before, after });
            }
        }
        vault.custody().replace(&changes, &[]).await?;
        Ok(())
    }
}
