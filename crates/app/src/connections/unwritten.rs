use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nexus_model::{ConnectionId, ErrorCode, Failure, Secret};
use nexus_signin::Tokens;
use tokio::task::AbortHandle;

use super::REFRESH_TOKEN;
use super::renewal::Renewal;

/// First and longest pause before a store is tried again.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// Tokens that a server has issued and that the store of credentials has not taken yet. The ones of
/// before are void by then, and the local files may hold neither: they are held in memory, and tried
/// again until they are written or the vault is locked.
#[derive(Default)]
pub(crate) struct Unwritten(Mutex<HashMap<ConnectionId, (Failure, AbortHandle)>>);

impl Unwritten {
    /// Why a connection's tokens are not written yet, if they are not. Another renewal would be of
    /// no use: it would be asked with a token that is void. Ask it with the connection's lock, under
    /// which the answer changes together with what is written.
    pub(super) fn why(&self, id: ConnectionId) -> Option<Failure> {
        self.all().get(&id).map(|(failure, _)| failure.clone())
    }

    /// Drops them: the vault is locked.
    pub(crate) fn forget(&self) {
        self.all().drain().for_each(|(_, (_, task))| task.abort());
    }

    fn ended(&self, id: ConnectionId) {
        self.all().remove(&id);
    }

    fn all(&self) -> MutexGuard<'_, HashMap<ConnectionId, (Failure, AbortHandle)>> {
        // The map is whole after any panic: each method changes it in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Renewal {
    /// Holds tokens that could not be written, asked with `used`. Gives what to tell the callers.
    pub(super) fn hold(self, tokens: Tokens, used: Option<Secret>, mut why: Failure) -> Failure {
        why.remedy = format!(
            "{} The new token is held in memory and written as soon as that works: leave the app \
             open and unlocked until then.",
            why.remedy
        );
        let (app, id) = (self.app.clone(), self.id);
        let mut all = app.unwritten.all();
        let task = tokio::spawn(async move { self.write(tokens, used).await });
        all.insert(id, (why.clone(), task.abort_handle()));
        why
    }

    /// Writes tokens as soon as the store takes them, unless somebody else has renewed meanwhile.
    async fn write(&self, tokens: Tokens, used: Option<Secret>) {
        let (mut pause, longest) = PAUSES;
        loop {
            tokio::time::sleep(pause).await;
            pause = longest.min(pause * 2);
            if self.is_over(&tokens, used.as_ref()).await {
                return;
            }
        }
    }

    /// Tries once, while nobody else renews; whether there is nothing left to try.
    async fn is_over(&self, tokens: &Tokens, used: Option<&Secret>) -> bool {
        let Ok(_alone) = self.vault.connections().lock(self.id).await else { return false };
        match self.try_write(tokens, used).await {
            Err(failure) if failure.code.is_retryable() => return false,
            Err(failure) => tracing::warn!(code = %failure.code, "a new token could not be kept"),
            Ok(()) => {}
        }
        self.app.unwritten.ended(self.id);
        true
    }

    async fn try_write(&self, tokens: &Tokens, used: Option<&Secret>) -> Result<(), Failure> {
        let (connection, secrets) = self.app.with_secrets(&self.vault, self.id).await?;
        let stored = secrets.get(REFRESH_TOKEN).map(Secret::expose);
        // What is there is what was used, or ours from a write that came half through.
        let is_ours = [used, tokens.refresh.as_ref()].map(|token| token.map(Secret::expose));
        if !is_ours.contains(&stored) {
            let message = "Somebody else has renewed the token meanwhile.";
            let remedy = "Theirs is kept; there is nothing to do.";
            return Err(Failure::new(ErrorCode::Conflict, "keep the token", message, remedy));
        }
        self.kept(&connection, tokens.clone()).await
    }
}
