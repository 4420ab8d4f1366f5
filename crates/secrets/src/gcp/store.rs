//! A prefix of one project's secrets.

use async_trait::async_trait;
use futures::future::join;
use nexus_model::{Failure, Secret};

use super::access::Access;
use super::api::{ALIAS, Payload};
use super::names::Names;
use crate::common::list_all;
use crate::{BackendHealth, Expected, SecretBackend, SecretKey, Stored, Version};

/// The version that counts where nobody set our alias.
const LATEST: &str = "latest";

pub(super) struct SecretManager {
    pub(super) access: Access,
    pub(super) names: Names,
}

#[async_trait]
impl SecretBackend for SecretManager {
    fn place(&self) -> String {
        let (prefix, project) = (self.names.prefix(), self.access.project());
        format!("{prefix} in Google Secret Manager, project {project}")
    }

    async fn health(&self) -> Result<BackendHealth, Failure> {
        self.access.list(&self.names.beginning(None), "").await?;
        let detail = format!("Google Secret Manager of {}", self.access.project());
        Ok(BackendHealth { detail, writable: None })
    }

    async fn get(&self, key: &SecretKey) -> Result<Option<Stored>, Failure> {
        let name = self.names.of_key(key);
        // Both at once: the numbers of the versions begin anew with a secret that is made anew.
        let (secret, payload) = join(self.access.secret(&name), self.current(&name)).await;
        match (secret?, payload?) {
            (Some(secret), Some(Payload { number, value })) => {
                Ok(Some(Stored { value, version: secret.version(&number) }))
            }
            _ => Ok(None),
        }
    }

    async fn set(
        &self,
        key: &SecretKey,
        value: &Secret,
        expected: &Expected,
    ) -> Result<Version, Failure> {
        self.write(key, value, expected).await
    }

    async fn delete(&self, key: &SecretKey) -> Result<(), Failure> {
        self.access.delete(&self.names.of_key(key)).await
    }

    async fn list(&self, owner: Option<&str>) -> Result<Vec<SecretKey>, Failure> {
        let page = |next: Option<String>| async move {
            let next = next.unwrap_or_default();
            let page = self.access.list(&self.names.beginning(owner), &next).await?;
            let keys = page.names().filter_map(|name| self.names.key_of(name)).collect();
            Ok((keys, Some(page.next_page_token)))
        };
        list_all(owner, || self.access.told("secrets.list"), page).await
    }
}

impl SecretManager {
    /// The version that counts.
    pub(super) async fn current(&self, secret: &str) -> Result<Option<Payload>, Failure> {
        match self.access.access(secret, ALIAS).await? {
            Some(payload) => Ok(Some(payload)),
            None => self.access.access(secret, LATEST).await,
        }
    }
}
