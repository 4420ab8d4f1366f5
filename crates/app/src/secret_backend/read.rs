use std::time::{Duration, Instant};

use nexus_model::{Connection, ConnectionId, Failure, Provider, ProviderId, SecretFields};
use nexus_vault::{SecretOwner, Vault};

use super::custody::{Held, state_of};
use super::failures::{elsewhere, of_the_store};
use super::note::Note;
use super::owner::About;
use super::store::Store;
use super::{BackendState, OwnerKind};
use crate::App;

/// How long values are held: for the calls of one operation, and not for the next use, which sees
/// what somebody else has changed meanwhile.
const HELD_FOR: Duration = Duration::from_secs(10);

impl App {
    /// The secret fields of an owner, wherever they are. Drop them as soon as the call is made.
    ///
    /// # Errors
    /// `not_found`, `locked`, or why the store does not give them.
    pub(crate) async fn secrets_of(
        &self,
        vault: &Vault,
        owner: SecretOwner,
    ) -> Result<SecretFields, Failure> {
        let fields = vault.custody().get(owner).await?;
        self.resolved(vault, fields).await
    }

    /// One connection with its secret fields.
    ///
    /// # Errors
    /// As [`App::secrets_of`].
    pub(crate) async fn with_secrets(
        &self,
        vault: &Vault,
        id: ConnectionId,
    ) -> Result<(Connection, SecretFields), Failure> {
        let (connection, fields) = vault.connections().with_secrets(id).await?;
        Ok((connection, self.resolved(vault, fields).await?))
    }

    /// What the vault holds for an owner, or what its note leads to.
    pub(crate) async fn resolved(
        &self,
        vault: &Vault,
        fields: SecretFields,
    ) -> Result<SecretFields, Failure> {
        match Note::read(&fields) {
            None => Ok(fields),
            Some(note) => Ok(self.fetched(vault, &note).await?.secrets),
        }
    }

    /// A provider's own secret fields, with the fields that came with them: who replaces a
    /// credential elsewhere may have given it another key id.
    pub(crate) async fn credential_of(
        &self,
        vault: &Vault,
        provider: &Provider,
    ) -> Result<(SecretFields, Option<nexus_model::Fields>), Failure> {
        let fields = vault.custody().get(SecretOwner::Provider(provider.id)).await?;
        let Some(note) = Note::read(&fields) else { return Ok((fields, None)) };
        let held = self.fetched(vault, &note).await?;
        let theirs = held.about.map(|about| about.fields).filter(|own| *own != provider.fields);
        if let Some(theirs) = &theirs {
            let change = |provider: &mut Provider| provider.fields.clone_from(theirs);
            self.change_provider(vault, provider.id, change).await?;
        }
        Ok((held.secrets, theirs))
    }

    /// Lets the next use of a provider's credential read it anew, since its cloud refused it;
    /// whether that may help.
    pub(crate) async fn read_again(&self, vault: &Vault, id: ProviderId) -> Result<bool, Failure> {
        let fields = vault.custody().get(SecretOwner::Provider(id)).await?;
        let Some(note) = Note::read(&fields) else { return Ok(false) };
        let before = self.custody.session().held.remove(&note.owner);
        let now = self.fetched(vault, &note).await?;
        Ok(before.is_none_or(|before| !before.is_as(&now)))
    }

    /// Whether an owner has a secret field. Asks no store.
    pub(crate) async fn has_secret(
        &self,
        vault: &Vault,
        owner: SecretOwner,
        field: &str,
    ) -> Result<bool, Failure> {
        let fields = vault.custody().get(owner).await?;
        Ok(match Note::read(&fields) {
            Some(note) => note.fields.iter().any(|name| name == field),
            None => fields.contains_key(field),
        })
    }

    async fn fetched(&self, vault: &Vault, note: &Note) -> Result<Held, Failure> {
        let held = self.custody.session().held.get(&note.owner).cloned();
        if let Some(held) = held.filter(|held| held.at.elapsed() < HELD_FOR) {
            return Ok(held);
        }
        let read = match self.opened(vault).await {
            Ok(None) => return Err(elsewhere(&note.place)),
            Ok(Some(open)) => Store(open).read(&note.owner, &note.fields).await,
            Err(failure) => Err(failure),
        };
        let found = self.observed(vault, read)?;
        let held = Held { at: Instant::now(), secrets: found.secrets, about: found.about };
        if self.custody.learn(&note.owner, held.clone(), found.versions) {
            self.forget_opened_with(held.about.as_ref());
        }
        // Not held longer because nobody asks.
        let (app, owner) = (self.clone(), note.owner.clone());
        tokio::spawn(async move {
            tokio::time::sleep(HELD_FOR).await;
            let mut session = app.custody.session();
            if session.held.get(&owner).is_some_and(|held| held.at.elapsed() >= HELD_FOR) {
                session.held.remove(&owner);
            }
        });
        Ok(held)
    }

    /// What a cloud has opened with values that are no more is of no use.
    fn forget_opened_with(&self, about: Option<&About>) {
        if let Some(about) = about.filter(|about| about.kind == OwnerKind::Provider) {
            self.clouds.sessions().forget(ProviderId(about.id));
        }
    }

    /// Notes how the store stands by what it answered, and tells a change of it.
    pub(super) fn observed<T>(
        &self,
        vault: &Vault,
        answer: Result<T, Failure>,
    ) -> Result<T, Failure> {
        let trouble = [BackendState::Unreachable, BackendState::NeedsLogin];
        let now = answer.as_ref().err().map(state_of).filter(|state| trouble.contains(state));
        let mut session = self.custody.session();
        let before = session.standing.state;
        let changed = match (now, answer.as_ref().err()) {
            (Some(state), Some(failure)) if state != before => {
                session.standing.state = state;
                session.standing.failure = Some(failure.clone());
                true
            }
            (None, _) => answer.is_ok() && trouble.contains(&before),
            _ => false,
        };
        drop(session);
        if changed {
            let (app, vault) = (self.clone(), vault.clone());
            let well = now.is_none();
            tokio::spawn(async move {
                // Locked meanwhile: there is nobody to tell.
                match well {
                    true => app.look_at_secret_backend(&vault),
                    false => drop(app.told_status(&vault).await),
                }
            });
        }
        answer.map_err(of_the_store)
    }
}
