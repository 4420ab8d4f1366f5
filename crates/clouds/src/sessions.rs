use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex as Lock, MutexGuard, PoisonError};
use std::time::Duration;

use nexus_model::{Account, Failure, Fields, ProviderId, SecretFields, Timestamp};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

/// Longest time ahead of its expiry at which a session is renewed. A tenth of its life if that is
/// shorter.
const MARGIN: Duration = Duration::from_secs(300);

/// The field of an account's secrets with a one-time code. It proves a session, and is none.
pub const ONE_TIME_CODE: &str = "mfa_code";

/// A temporary credential: what a cloud gives in exchange for the account's own.
#[derive(Clone, Debug)]
pub struct Session {
    /// What must not be shown.
    pub secrets: SecretFields,
    /// What may be shown.
    pub fields: Fields,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Temporary credentials, in memory only. Cheap to clone; all clones share them.
///
/// A session belongs to one provider, to the credential it was opened with and to one purpose, so
/// an edited or rotated credential never finds the session of the one before. It is opened once
/// however many ask for it at the same time, and renewed ahead of its expiry.
#[derive(Clone, Debug, Default)]
pub struct Sessions(Arc<Lock<HashMap<Key, Slot>>>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    provider: ProviderId,
    /// SHA-256 of everything the session was opened with.
    credential: [u8; 32],
    purpose: &'static str,
}

type Slot = Arc<Mutex<Option<Kept>>>;

#[derive(Debug)]
struct Kept {
    session: Session,
    renew_at: Timestamp,
}

impl Sessions {
    /// The account's session for a purpose: the one there is, or what `open` returns. While one
    /// caller opens it, the others wait for it; when that fails, the next one tries.
    ///
    /// # Errors
    /// Those of `open`.
    pub async fn get_or_open<F>(
        &self,
        account: &Account,
        purpose: &'static str,
        open: F,
    ) -> Result<Session, Failure>
    where
        F: Future<Output = Result<Session, Failure>>,
    {
        let slot = self.slot(account, purpose);
        let mut kept = slot.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| kept.renew_at > Timestamp::now()) {
            return Ok(kept.session.clone());
        }
        let session = open.await?;
        let renew_at = renew_at(Timestamp::now(), session.expires_at);
        *kept = Some(Kept { session: session.clone(), renew_at });
        Ok(session)
    }

    /// Forgets a session that the cloud no longer accepts, so that the next caller opens a new one.
    /// Does nothing if that has happened meanwhile.
    pub async fn refused(&self, account: &Account, purpose: &'static str, session: &Session) {
        let slot = self.slot(account, purpose);
        let mut kept = slot.lock().await;
        // A session's own secrets tell it apart from its successor.
        let same = |kept: &mut Kept| digest(&kept.session.secrets) == digest(&session.secrets);
        kept.take_if(|kept| same(kept));
    }

    /// Wipes every session of a provider: it was removed, or its credential replaced.
    pub fn forget(&self, provider: ProviderId) {
        self.all().retain(|key, _| key.provider != provider);
    }

    /// Wipes every session: the vault is locked.
    pub fn forget_all(&self) {
        self.all().clear();
    }

    fn slot(&self, account: &Account, purpose: &'static str) -> Slot {
        let key = Key { provider: account.provider, credential: credential(account), purpose };
        let mut all = self.all();
        // A connection's token is renewed every hour, and no session of the one before is found
        // again. One that is being opened now is locked, and stays.
        all.retain(|other, slot| {
            *other == key || !slot.try_lock().is_ok_and(|kept| is_over(kept.as_ref()))
        });
        Arc::clone(all.entry(key).or_default())
    }

    fn all(&self) -> MutexGuard<'_, HashMap<Key, Slot>> {
        // The map is whole after any panic: each method changes it in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_over(kept: Option<&Kept>) -> bool {
    kept.is_some_and(|kept| kept.session.expires_at <= Timestamp::now())
}

/// When to renew a session that was opened at one moment and ends at another.
fn renew_at(opened_at: Timestamp, expires_at: Timestamp) -> Timestamp {
    let life = expires_at.unix().saturating_sub(opened_at.unix()).max(0);
    let margin = (life / 10).min(MARGIN.as_secs().cast_signed());
    Timestamp::from_unix(expires_at.unix() - margin).unwrap_or(expires_at)
}

fn credential(account: &Account) -> [u8; 32] {
    let mut hash = Sha256::new();
    let endpoint = account.endpoint.as_ref().map_or("", |endpoint| endpoint.as_str());
    for part in [account.cloud.as_str(), account.auth.as_str(), endpoint] {
        put(&mut hash, part);
    }
    for (name, value) in &account.fields {
        put(&mut hash, name);
        put(&mut hash, value);
    }
    put_secrets(&mut hash, &account.secrets);
    hash.finalize().into()
}

fn digest(secrets: &SecretFields) -> [u8; 32] {
    let mut hash = Sha256::new();
    put_secrets(&mut hash, secrets);
    hash.finalize().into()
}

fn put_secrets(hash: &mut Sha256, secrets: &SecretFields) {
    for (name, value) in secrets.iter().filter(|(name, _)| *name != ONE_TIME_CODE) {
        put(hash, name);
        put(hash, value.expose());
    }
}

/// Length first, so that no two lists of parts have the same bytes.
fn put(hash: &mut Sha256, part: &str) {
    hash.update((part.len() as u64).to_be_bytes());
    hash.update(part.as_bytes());
}

#[cfg(test)]
#[path = "sessions_tests.rs"]
mod tests;
