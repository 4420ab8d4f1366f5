//! A prefix of one vault's secrets.

use async_trait::async_trait;
use nexus_http::{Patience, unreadable};
use nexus_model::{ErrorCode, Failure, Secret};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

use super::api::Vault;
use super::error::{DELETED, is_in_transit};
use super::names::Names;
use crate::common::{conflict, fits, list_all};
use crate::{BackendHealth, Expected, SecretBackend, SecretKey, Stored, Version};

/// Most bytes of a value: 25 KiB.
/// <https://learn.microsoft.com/en-us/azure/key-vault/secrets/about-secrets>.
const LONGEST: usize = 25_600;

const STORE: &str = "Azure Key Vault";

pub(super) struct KeyVault {
    vault: Vault,
    names: Names,
    patience: Patience,
    /// Writers of this app take turns, since the vault cannot compare.
    turn: Mutex<()>,
}

impl KeyVault {
    pub(super) fn new(vault: Vault, names: Names, patience: Patience) -> Self {
        Self { vault, names, patience, turn: Mutex::default() }
    }
}

#[async_trait]
impl SecretBackend for KeyVault {
    fn place(&self) -> String {
        format!("{} in Azure Key Vault, {}", self.names.prefix(), self.vault.url())
    }

    async fn health(&self) -> Result<BackendHealth, Failure> {
        self.vault.list(None, Some(1)).await?;
        let detail = format!("Azure Key Vault at {}", self.vault.url());
        Ok(BackendHealth { detail, writable: None })
    }

    async fn get(&self, key: &SecretKey) -> Result<Option<Stored>, Failure> {
        let document = match self.vault.secret(&self.names.of_key(key)?).await {
            Ok(document) => document,
            Err(failure) if failure.code == ErrorCode::NotFound => return Ok(None),
            Err(failure) => return Err(failure),
        };
        let version = document.version().map(|version| Version(version.to_owned()));
        match (document.value, version) {
            (Some(value), Some(version)) => Ok(Some(Stored { value, version })),
            _ => {
                Err(unreadable(&self.vault.told("GetSecret"), "it lacks the value or its version"))
            }
        }
    }

    async fn set(
        &self,
        key: &SecretKey,
        value: &Secret,
        expected: &Expected,
    ) -> Result<Version, Failure> {
        fits("SetSecret", key, value, STORE, LONGEST)?;
        let name = self.names.of_key(key)?;
        let _turn = self.turn.lock().await;
        if *expected != Expected::Any {
            let there = self.get(key).await?.map(|stored| Expected::Version(stored.version));
            if there.unwrap_or(Expected::Absent) != *expected {
                return Err(conflict("SetSecret", key, STORE));
            }
        }
        let document = match self.settled(|| self.vault.set(&name, value)).await {
            Err(failure) if failure.provider_code.as_deref() == Some(DELETED) => {
                self.vault.recover(&name).await?;
                self.settled(|| self.vault.set(&name, value)).await?
            }
            result => result?,
        };
        let version = document.version().map(|version| Version(version.to_owned()));
        version.ok_or_else(|| unreadable(&self.vault.told("SetSecret"), "it names no version"))
    }

    async fn delete(&self, key: &SecretKey) -> Result<(), Failure> {
        let name = self.names.of_key(key)?;
        let _turn = self.turn.lock().await;
        let was_there = match self.settled(|| self.vault.delete(&name)).await {
            Ok(()) => true,
            // It may have been deleted, and not purged, before.
            Err(failure) if failure.code == ErrorCode::NotFound => false,
            Err(failure) => return Err(failure),
        };
        self.purge(&name, was_there).await
    }

    async fn list(&self, owner: Option<&str>) -> Result<Vec<SecretKey>, Failure> {
        let page = |next: Option<String>| async move {
            let page = self.vault.list(next.as_deref(), None).await?;
            let documents = page.value.unwrap_or_default();
            let names = documents.iter().filter_map(|document| document.name());
            Ok((names.filter_map(|name| self.names.key_of(name)).collect(), page.next_link))
        };
        list_all(owner, || self.vault.told("GetSecrets"), page).await
    }
}

impl KeyVault {
    /// Purges a deleted secret, as soon as its deletion is carried out. Where that is not allowed,
    /// or takes too long, it stays for as long as the vault says, and counts as absent.
    async fn purge(&self, name: &str, was_there: bool) -> Result<(), Failure> {
        let end = Instant::now() + self.patience.attempt;
        loop {
            match self.vault.purge(name).await {
                Ok(()) => return Ok(()),
                Err(failure) if matches!(failure.http_status, Some(400 | 403)) => return Ok(()),
                Err(failure) => {
                    let is_missing = failure.code == ErrorCode::NotFound;
                    if is_missing && !was_there {
                        return Ok(());
                    }
                    if !is_missing && !is_in_transit(&failure) {
                        return Err(failure);
                    }
                }
            }
            if Instant::now() >= end {
                return Ok(());
            }
            sleep(self.patience.pause).await;
        }
    }

    /// Asks until the secret is no longer between two states, or patience ends. Deleting and
    /// recovering take the vault a moment:
    /// <https://learn.microsoft.com/en-us/azure/key-vault/general/key-vault-recovery>.
    async fn settled<T, F>(&self, ask: impl Fn() -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let end = Instant::now() + self.patience.call;
        loop {
            match ask().await {
                Err(failure) if is_in_transit(&failure) && Instant::now() < end => {
                    sleep(self.patience.pause).await;
                }
                result => return result,
            }
        }
    }
}
