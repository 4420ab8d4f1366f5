use std::sync::Arc;

use nexus_clouds::{Choice, Steps};
use nexus_model::{Connection, ConnectionId, Failure, Fields, Peer, Provider, ProviderId};
use nexus_vault::Vault;
use serde::Deserialize;

use super::choices::SignedIn;
use super::set_up::UnderWay;
use crate::connections::account_of;
use crate::providers::new_provider;
use crate::{App, Imported, ProviderCard, failures};

const OPERATION: &str = "set up the connection";

/// Steps before the first choice: what was granted, and what there is.
const AHEAD: u32 = 2;

/// Steps of each choice: prepared, checked, listed.
const OF_EACH: u32 = 3;

/// A choice that is to become a provider.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub struct Chosen {
    /// The choice's id.
    pub id: String,
    /// The provider's name.
    pub name: String,
}

impl App {
    /// Makes each choice a provider that uses the connection: sees to it that it can be listed,
    /// adds it, checks it and lists it for the first time. Goes on with the others when one fails.
    /// May be called again after it failed or was cancelled: what is done is not done again.
    ///
    /// # Errors
    /// `permission_denied` naming the scopes that were not granted, `invalid_input` if it is under
    /// way already, `not_found`, `locked`, and what the cloud answers when asked for its choices.
    pub async fn finish_sign_in(
        &self,
        id: ConnectionId,
        chosen: Vec<Chosen>,
    ) -> Result<Vec<Imported>, Failure> {
        let vault = self.vault().await?;
        let signed_in = SignedIn::find(self, &vault, id).await?;
        let count = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
        let steps = count.saturating_mul(OF_EACH).saturating_add(AHEAD);
        let set_up = UnderWay::begin(self, id, steps)?;
        let name = signed_in.cloud.descriptor().name;
        set_up.next(format!("Checking what {name} has granted."));
        signed_in.check_scopes(self)?;
        set_up.next(format!("Asking {name} what there is."));
        let choices = tokio::select! {
            choices = signed_in.choices(self, &vault) => choices?,
            () = set_up.cancelled() => return Err(failures::cancelled(OPERATION)),
        };
        let mut imported = Vec::with_capacity(chosen.len());
        for (place, one) in (0..).zip(&chosen) {
            set_up.skip_to(AHEAD + place * OF_EACH);
            let work = self.set_up_one(&vault, &signed_in, &choices, one, &set_up);
            let result = tokio::select! {
                biased;
                () = set_up.cancelled() => Err((None, failures::cancelled(OPERATION))),
                result = work => result,
            };
            let (card, failure) = match result {
                Ok(card) => (Some(card), None),
                Err((card, failure)) => (card.map(|card| *card), Some(failure)),
            };
            imported.push(Imported { name: one.name.clone(), card, failure });
        }
        self.emit_providers(&vault).await?;
        self.emit_connections(&vault).await?;
        Ok(imported)
    }

    /// The failure comes with the provider if there is one by then.
    async fn set_up_one(
        &self,
        vault: &Vault,
        signed_in: &SignedIn,
        choices: &[Choice],
        chosen: &Chosen,
        set_up: &Arc<UnderWay>,
    ) -> Result<ProviderCard, (Option<Box<ProviderCard>>, Failure)> {
        let provider = self.provider_of(vault, signed_in, choices, chosen, set_up);
        let mut provider = provider.await.map_err(|failure| (None, failure))?;
        let listed = async {
            set_up.next(format!("Checking {}.", provider.name));
            self.check_now(vault, &mut provider, None).await?;
            self.emit_providers(vault).await?;
            set_up.next(format!("Listing {} for the first time.", provider.name));
            let outcome = self.refresh(provider.id).await?;
            match outcome.failures.into_iter().next() {
                Some(failure) if !outcome.answered => Err(failure),
                _ => Ok(()),
            }
        };
        let listed = listed.await;
        let card = self.card_of(vault, provider.id).await.map_err(|failure| (None, failure))?;
        match listed {
            Ok(()) => Ok(card),
            Err(failure) => Err((Some(Box::new(card)), failure)),
        }
    }

    /// The provider of a choice: the one there is already, or a new one.
    async fn provider_of(
        &self,
        vault: &Vault,
        signed_in: &SignedIn,
        choices: &[Choice],
        chosen: &Chosen,
        set_up: &Arc<UnderWay>,
    ) -> Result<Provider, Failure> {
        let SignedIn { connection, cloud } = signed_in;
        let choice = choices.iter().find(|choice| choice.id == chosen.id);
        let choice = choice.ok_or_else(|| not_there(&chosen.id))?;
        if let Some(problem) = &choice.problem {
            return Err(problem.clone());
        }
        let is_of_it = |provider: &Provider| {
            provider.connection == Some(connection.id) && has_all(&provider.fields, &choice.fields)
        };
        set_up.next(format!("Preparing {}.", chosen.name));
        if let Some(known) = vault.providers().list().await?.into_iter().find(is_of_it) {
            return Ok(known);
        }
        let mut account =
            account_of(connection, &cloud.descriptor().id, auth(connection), [].into());
        account.provider = ProviderId::random();
        account.fields.extend(choice.fields.clone());
        let mut provider = new_provider(&account, &chosen.name)?;
        provider.connection = Some(connection.id);
        let told = Arc::clone(set_up);
        let steps = &Steps::new(move |step| told.tell(step));
        let prepare = |account| async move { cloud.prepare(&account, steps).await };
        self.with_account(vault, &provider, prepare).await?;
        self.keep_provider(vault, provider, &[].into()).await
    }
}

/// The auth kind that a connection was made by.
fn auth(connection: &Connection) -> &str {
    match &connection.peer {
        Peer::Cloud { auth, .. } => auth,
        Peer::Profile { .. } => "",
    }
}

fn has_all(fields: &Fields, wanted: &Fields) -> bool {
    wanted.iter().all(|(name, value)| fields.get(name) == Some(value))
}

fn not_there(id: &str) -> Failure {
    failures::invalid(
        OPERATION,
        "choices",
        format!("“{id}” is not among what was signed in to."),
        "Look at the choices again; it may be gone meanwhile.",
    )
}
