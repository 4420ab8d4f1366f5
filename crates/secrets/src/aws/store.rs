//! What is asked of Secrets Manager, call by call.

use async_trait::async_trait;
use aws_sdk_secretsmanager::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_secretsmanager::types::{Filter, FilterNameStringType};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use nexus_http::unreadable;
use nexus_model::{Failure, Secret};

use super::client::Client;
use super::error::{self, is_being_deleted};
use super::names::Names;
use crate::common::list_all;
use crate::{BackendHealth, Expected, SecretBackend, SecretKey, Stored, Version};

/// Most secrets of a page:
/// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html>.
const PAGE: i32 = 100;

/// The label of the version that counts.
pub(super) const CURRENT: &str = "AWSCURRENT";

/// A prefix of one account's secrets in one region.
pub(super) struct SecretsManager {
    pub(super) client: Client,
    pub(super) names: Names,
}

#[async_trait]
impl SecretBackend for SecretsManager {
    fn place(&self) -> String {
        format!("{}/ in AWS Secrets Manager, {}", self.names.prefix(), self.client.region())
    }

    async fn health(&self) -> Result<BackendHealth, Failure> {
        self.page(self.names.beginning(None), 1, None).await?;
        let detail = format!("AWS Secrets Manager in {}", self.client.region());
        Ok(BackendHealth { detail, writable: None })
    }

    /// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html>
    async fn get(&self, key: &SecretKey) -> Result<Option<Stored>, Failure> {
        let operation = "GetSecretValue";
        let ask = self.client.sdk().await.get_secret_value();
        let reply = ask.secret_id(self.names.of_key(key)).version_stage(CURRENT).send().await;
        let value = match reply {
            Ok(value) => value,
            Err(why) if is_absent(&why) => return Ok(None),
            Err(why) => return Err(self.failure(operation, &why)),
        };
        match (value.secret_string, value.version_id) {
            (Some(text), Some(version)) => {
                Ok(Some(Stored { value: Secret::new(text), version: Version(version) }))
            }
            _ => Err(unreadable(&self.client.call(operation), "the secret is not text")),
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

    /// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html>
    async fn delete(&self, key: &SecretKey) -> Result<(), Failure> {
        let ask = self.client.sdk().await.delete_secret().secret_id(self.names.of_key(key));
        match ask.force_delete_without_recovery(true).send().await {
            Ok(_) => Ok(()),
            Err(why) if why.code() == Some("ResourceNotFoundException") => Ok(()),
            Err(why) => Err(self.failure("DeleteSecret", &why)),
        }
    }

    async fn list(&self, owner: Option<&str>) -> Result<Vec<SecretKey>, Failure> {
        let page = |next| async move {
            let (names, next) = self.page(self.names.beginning(owner), PAGE, next).await?;
            Ok((names.iter().filter_map(|name| self.names.key_of(name)).collect(), next))
        };
        list_all(owner, || self.client.call("ListSecrets"), page).await
    }
}

impl SecretsManager {
    /// Names of one page, and the token of the next.
    async fn page(
        &self,
        beginning: String,
        most: i32,
        token: Option<String>,
    ) -> Result<(Vec<String>, Option<String>), Failure> {
        let filter = Filter::builder().key(FilterNameStringType::Name).values(beginning).build();
        let ask = self.client.sdk().await.list_secrets().filters(filter).max_results(most);
        let page = ask.set_next_token(token).send().await;
        let page = page.map_err(|why| self.failure("ListSecrets", &why))?;
        let names = page.secret_list.unwrap_or_default().into_iter().filter_map(|one| one.name);
        Ok((names.collect(), page.next_token))
    }

    pub(super) fn failure<E>(
        &self,
        operation: &'static str,
        why: &SdkError<E, HttpResponse>,
    ) -> Failure
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        error::failure(&self.client.call(operation), why, &self.client.secrets)
    }
}

/// Whether there is no such secret, none of its versions is current, or it is on its way out.
pub(super) fn is_absent<E: ProvideErrorMetadata>(why: &SdkError<E, HttpResponse>) -> bool {
    match why.code() {
        Some("ResourceNotFoundException") => true,
        Some("InvalidRequestException") => is_being_deleted(why.message()),
        _ => false,
    }
}
