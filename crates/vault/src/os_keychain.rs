use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use keyring::Entry;
use nexus_model::Secret;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::error::KeyringError;
use crate::{Keychain, Secret32, VaultError};

/// The name under which the keys are listed in the system's keyring.
const SERVICE: &str = "nexus-access-vault";

/// Longest wait for the keyring: a person may have to answer its prompt, and a prompt that nobody
/// sees must not keep the app from offering the password.
const PATIENCE: Duration = Duration::from_secs(20);

/// The operating system's keyring: Keychain, Credential Manager or Secret Service.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsKeychain;

#[async_trait]
impl Keychain for OsKeychain {
    async fn load(&self, account: &str) -> Result<Option<Secret32>, VaultError> {
        let secret = ask(account, |entry| match entry.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(unavailable(&error)),
        })
        .await?;
        let unfit = || KeyringError::Unavailable("it holds something that is no key".to_owned());
        match secret {
            None => Ok(None),
            Some(secret) => {
                let bytes = <[u8; 32]>::try_from(secret.as_slice()).map_err(|_| unfit())?;
                Ok(Some(Secret32::new(bytes)))
            }
        }
    }

    async fn store(&self, account: &str, secret: &Secret32) -> Result<(), VaultError> {
        let secret = secret.clone();
        ask(account, move |entry| {
            entry.set_secret(secret.expose()).map_err(|error| unavailable(&error))
        })
        .await
    }

    async fn load_text(&self, account: &str) -> Result<Option<Secret>, VaultError> {
        ask(account, |entry| match entry.get_password() {
            Ok(text) => Ok(Some(Secret::new(text))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(unavailable(&error)),
        })
        .await
    }

    async fn store_text(&self, account: &str, text: &Secret) -> Result<(), VaultError> {
        let text = text.clone();
        ask(account, move |entry| {
            entry.set_password(text.expose()).map_err(|error| unavailable(&error))
        })
        .await
    }

    async fn remove(&self, account: &str) -> Result<(), VaultError> {
        ask(account, |entry| match entry.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(unavailable(&error)),
        })
        .await
    }
}

/// Asks on a thread of its own, which is left behind if the keyring never answers: a blocking D-Bus
/// call inside the async runtime panics, and one on its pool of blocking threads would keep the
/// app from ending.
async fn ask<T: Send + 'static>(
    account: &str,
    question: impl FnOnce(Entry) -> Result<T, KeyringError> + Send + 'static,
) -> Result<T, VaultError> {
    let account = account.to_owned();
    let (sender, receiver) = oneshot::channel();
    thread::Builder::new()
        .name("keyring".to_owned())
        .spawn(move || {
            let answer = Entry::new(SERVICE, &account)
                .map_err(|error| unavailable(&error))
                .and_then(question);
            // Nobody listens any more after the time-out.
            let _ = sender.send(answer);
        })
        .map_err(VaultError::io("starting a thread"))?;
    match tokio::time::timeout(PATIENCE, receiver).await {
        Ok(Ok(answer)) => Ok(answer?),
        Ok(Err(_)) => Err(KeyringError::Unavailable("it failed".to_owned()).into()),
        Err(_) => Err(KeyringError::TimedOut.into()),
    }
}

/// The keyring's own words, without what it holds: two of its errors carry bytes.
fn unavailable(error: &keyring::Error) -> KeyringError {
    KeyringError::Unavailable(match error {
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => {
            "its entry cannot be read".to_owned()
        }
        keyring::Error::NoDefaultStore => "there is none in this session".to_owned(),
        other => other.to_string(),
    })
}
