//! How a value is written, by what its writer expects to be there.

use aws_sdk_secretsmanager::error::ProvideErrorMetadata;
use aws_sdk_secretsmanager::types::Tag;
use nexus_http::unreadable;
use nexus_model::{ErrorCode, Failure, Secret};
use uuid::Uuid;

use super::store::{CURRENT, SecretsManager, is_absent};
use crate::common::{conflict, fits};
use crate::{Expected, SecretBackend, SecretKey, Stored, Version};

/// Most bytes of a value:
/// <https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html>.
const LONGEST: usize = 65_536;

/// Who made a secret; on every one that this app creates.
const TAG: (&str, &str) = ("managed-by", "nexus-access-vault");

const STORE: &str = "AWS Secrets Manager";

impl SecretsManager {
    pub(super) async fn write(
        &self,
        key: &SecretKey,
        value: &Secret,
        expected: &Expected,
    ) -> Result<Version, Failure> {
        fits("PutSecretValue", key, value, STORE, LONGEST)?;
        match expected {
            Expected::Absent => self.create(key, value).await,
            Expected::Any => match self.put(key, value, CURRENT).await? {
                Some(version) => Ok(version),
                None => match self.create(key, value).await {
                    // Another writer made it meanwhile.
                    Err(taken) if taken.code == ErrorCode::Conflict => {
                        self.put(key, value, CURRENT).await?.ok_or(taken)
                    }
                    result => result,
                },
            },
            Expected::Version(version) => self.replace(key, value, version).await,
        }
    }

    /// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html>
    async fn create(&self, key: &SecretKey, value: &Secret) -> Result<Version, Failure> {
        let tag = Tag::builder().key(TAG.0).value(TAG.1).build();
        let ask = self.client.sdk().await.create_secret().name(self.names.of_key(key));
        let reply = ask.secret_string(value.expose()).tags(tag).send().await;
        let operation = "CreateSecret";
        match reply {
            Ok(made) => made.version_id.map(Version).ok_or_else(|| self.unnamed(operation)),
            Err(why) if why.code() == Some("ResourceExistsException") || is_absent(&why) => {
                self.fill(key, value, self.failure(operation, &why)).await
            }
            Err(why) => Err(self.failure(operation, &why)),
        }
    }

    /// Gives a value to a name that is taken but has none: scheduled for deletion, or created by
    /// others to be filled. `refusal` is why it could not be created.
    async fn fill(
        &self,
        key: &SecretKey,
        value: &Secret,
        refusal: Failure,
    ) -> Result<Version, Failure> {
        if self.get(key).await?.is_some() {
            return Err(conflict("CreateSecret", key, STORE));
        }
        let restore = self.client.sdk().await.restore_secret().secret_id(self.names.of_key(key));
        // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RestoreSecret.html
        match restore.send().await {
            Err(why) if !is_absent(&why) => return Err(self.failure("RestoreSecret", &why)),
            _ => {}
        }
        self.put(key, value, CURRENT).await?.ok_or(refusal)
    }

    /// Moves the label from the version that is expected, which only one writer can.
    /// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html>
    async fn replace(
        &self,
        key: &SecretKey,
        value: &Secret,
        old: &Version,
    ) -> Result<Version, Failure> {
        let operation = "UpdateSecretVersionStage";
        let changed = || conflict(operation, key, STORE);
        // Nothing is put for a writer who is late anyway.
        if self.get(key).await?.is_none_or(|stored| stored.version != *old) {
            return Err(changed());
        }
        let label = format!("nexus-{}", Uuid::new_v4());
        let new = self.put(key, value, &label).await?.ok_or_else(changed)?;
        let name = self.names.of_key(key);
        let move_label = self.client.sdk().await.update_secret_version_stage().secret_id(&name);
        let ask = move_label.clone().version_stage(CURRENT).move_to_version_id(&new.0);
        let moved = ask.remove_from_version_id(&old.0).send().await;
        // A version without a label is one that AWS may forget. One that keeps it does no harm.
        let _ = move_label.version_stage(&label).remove_from_version_id(&new.0).send().await;
        match moved {
            Ok(_) => Ok(new),
            Err(why) if why.code() == Some("InvalidParameterException") || is_absent(&why) => {
                // The SDK asks again when an answer is lost, and then the label has moved already.
                let is_ours = |stored: Stored| stored.version == new;
                if self.get(key).await?.is_some_and(is_ours) { Ok(new) } else { Err(changed()) }
            }
            Err(why) => Err(self.failure(operation, &why)),
        }
    }

    /// Adds a version with this label; `None` if there is no such secret.
    /// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html>
    async fn put(
        &self,
        key: &SecretKey,
        value: &Secret,
        label: &str,
    ) -> Result<Option<Version>, Failure> {
        let operation = "PutSecretValue";
        let ask = self.client.sdk().await.put_secret_value().secret_id(self.names.of_key(key));
        match ask.secret_string(value.expose()).version_stages(label).send().await {
            Ok(put) => match put.version_id {
                Some(version) => Ok(Some(Version(version))),
                None => Err(self.unnamed(operation)),
            },
            Err(why) if is_absent(&why) => Ok(None),
            Err(why) => Err(self.failure(operation, &why)),
        }
    }

    fn unnamed(&self, operation: &'static str) -> Failure {
        unreadable(&self.client.call(operation), "it names no version")
    }
}
