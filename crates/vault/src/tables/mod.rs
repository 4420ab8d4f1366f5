use std::collections::BTreeMap;

use nexus_model::{
    AuditEntry, AuditEvent, Provider, ProviderId, RegionSnapshot, SecretFields, Settings,
};

use crate::{Vault, VaultError};

/// The configured accounts and their credentials.
pub struct Providers<'a>(pub(crate) &'a Vault);
/// The last known machines.
pub struct Inventory<'a>(pub(crate) &'a Vault);
/// What a person has set.
pub struct SettingsTable<'a>(pub(crate) &'a Vault);
/// What was done.
pub struct AuditLog<'a>(pub(crate) &'a Vault);

impl Providers<'_> {
    /// All.
    pub async fn list(&self) -> Result<Vec<Provider>, VaultError> {
        todo!()
    }
    /// One.
    pub async fn get(&self, id: ProviderId) -> Result<Provider, VaultError> {
        todo!()
    }
    /// Adds.
    pub async fn insert(
        &self,
        provider: &Provider,
        secrets: &SecretFields,
    ) -> Result<(), VaultError> {
        todo!()
    }
    /// Changes what is not secret.
    pub async fn update(&self, provider: &Provider) -> Result<(), VaultError> {
        todo!()
    }
    /// Replaces the credential, and the provider with it.
    pub async fn rotate(
        &self,
        provider: &Provider,
        secrets: &SecretFields,
    ) -> Result<(), VaultError> {
        todo!()
    }
    /// Removes with all that belongs to it.
    pub async fn remove(&self, id: ProviderId) -> Result<(), VaultError> {
        todo!()
    }
    /// The credential's secret fields.
    pub async fn secrets(&self, id: ProviderId) -> Result<SecretFields, VaultError> {
        todo!()
    }
}

impl Inventory<'_> {
    /// All regions of a provider.
    pub async fn snapshots(&self, provider: ProviderId) -> Result<Vec<RegionSnapshot>, VaultError> {
        todo!()
    }
    /// Replaces a region's.
    pub async fn put(
        &self,
        snapshot: &RegionSnapshot,
        documents: &BTreeMap<String, String>,
    ) -> Result<(), VaultError> {
        todo!()
    }
    /// Removes a region's.
    pub async fn remove(&self, provider: ProviderId, region: &str) -> Result<(), VaultError> {
        todo!()
    }
    /// A machine as its cloud returned it.
    pub async fn document(
        &self,
        provider: ProviderId,
        region: &str,
        machine: &str,
    ) -> Result<Option<String>, VaultError> {
        todo!()
    }
}

impl SettingsTable<'_> {
    /// The settings, default if never set.
    pub async fn get(&self) -> Result<Settings, VaultError> {
        todo!()
    }
    /// Replaces them.
    pub async fn set(&self, settings: &Settings) -> Result<(), VaultError> {
        todo!()
    }
}

impl AuditLog<'_> {
    /// Appends.
    pub async fn append(&self, event: AuditEvent) -> Result<AuditEntry, VaultError> {
        todo!()
    }
    /// Newest first, from just below `before`.
    pub async fn list(
        &self,
        before: Option<u32>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, VaultError> {
        todo!()
    }
    /// Checks the whole chain.
    pub async fn verify(&self) -> Result<Vec<crate::Finding>, VaultError> {
        todo!()
    }
}
