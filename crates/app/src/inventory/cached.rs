use nexus_model::{Bucket, Failure, Machine, ProviderId, Resource, ResourceKey};

use crate::{App, failures};

impl App {
    /// The last known resources of every provider, or of one; no cloud is asked.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn resources(&self, provider: Option<ProviderId>) -> Result<Vec<Resource>, Failure> {
        let vault = self.vault().await?;
        let providers = match provider {
            Some(id) => vec![id],
            None => vault.providers().list().await?.into_iter().map(|known| known.id).collect(),
        };
        let mut resources = Vec::new();
        for id in providers {
            for snapshot in vault.inventory().snapshots(id).await? {
                resources.extend(snapshot.resources);
            }
        }
        Ok(resources)
    }

    /// The machines among [`App::resources`].
    ///
    /// # Errors
    /// As [`App::resources`].
    pub async fn machines(&self, provider: Option<ProviderId>) -> Result<Vec<Machine>, Failure> {
        let machine = |resource| match resource {
            Resource::Machine(machine) => Some(machine),
            Resource::Bucket(_) => None,
        };
        Ok(self.resources(provider).await?.into_iter().filter_map(machine).collect())
    }

    /// The buckets among [`App::resources`].
    ///
    /// # Errors
    /// As [`App::resources`].
    pub async fn buckets(&self, provider: Option<ProviderId>) -> Result<Vec<Bucket>, Failure> {
        let bucket = |resource| match resource {
            Resource::Bucket(bucket) => Some(bucket),
            Resource::Machine(_) => None,
        };
        Ok(self.resources(provider).await?.into_iter().filter_map(bucket).collect())
    }

    /// The cloud's own document of a resource, as JSON text.
    ///
    /// # Errors
    /// `not_found` when the resource is no longer known, `locked`.
    pub async fn resource_document(
        &self,
        provider: ProviderId,
        region: &str,
        key: &ResourceKey,
    ) -> Result<String, Failure> {
        let vault = self.vault().await?;
        let is_it = |resource: &Resource| resource.region() == region && resource.key() == *key;
        // A cloud that lists all its regions at once keeps them in one snapshot of another name.
        let snapshots = vault.inventory().snapshots(provider).await?;
        let snapshot = snapshots.iter().find(|snapshot| snapshot.resources.iter().any(is_it));
        let snapshot = snapshot.ok_or_else(|| failures::no_resource(&key.id))?;
        let document = vault.inventory().document(provider, &snapshot.region, key).await?;
        document.ok_or_else(|| failures::no_resource(&key.id))
    }
}
