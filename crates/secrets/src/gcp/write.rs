//! How a value is written, by what its writer expects to be there.

use nexus_model::{ErrorCode, Failure, Secret};

use super::api::ALIAS;
use super::error::FAILED_PRECONDITION;
use super::store::SecretManager;
use crate::common::{conflict, fits};
use crate::{Expected, SecretKey, Version};

/// Most bytes of a value: <https://docs.cloud.google.com/secret-manager/quotas#resource_limits>.
const LONGEST: usize = 65_536;

/// How often the alias is moved anew after others changed something else about the secret.
const TRIES: u32 = 5;

const STORE: &str = "Google Secret Manager";

impl SecretManager {
    pub(super) async fn write(
        &self,
        key: &SecretKey,
        value: &Secret,
        expected: &Expected,
    ) -> Result<Version, Failure> {
        fits("secrets.addVersion", key, value, STORE, LONGEST)?;
        let name = self.names.of_key(key);
        let secret = self.access.secret(&name).await?;
        let current = match &secret {
            Some(secret) => {
                self.current(&name).await?.map(|payload| secret.version(&payload.number))
            }
            None => None,
        };
        let is_as_expected = match expected {
            Expected::Any => true,
            Expected::Absent => current.is_none(),
            Expected::Version(version) => current.as_ref() == Some(version),
        };
        if !is_as_expected {
            return Err(conflict("secrets.patch", key, STORE));
        }
        if secret.is_none() {
            // Another writer may have made it meanwhile; the alias decides between the two.
            self.access.create(&name).await.or_else(unless_taken)?;
        }
        let number = self.access.add_version(&name, value).await?;
        let before = secret.and_then(|secret| secret.version_aliases.get(ALIAS).cloned());
        let before = Some(before).filter(|_| *expected != Expected::Any);
        let moved = self.move_alias(key, &name, before.as_ref(), &number).await;
        if moved.is_err() {
            // The refusal is what the writer has to know.
            let _ = self.access.destroy_version(&name, &number).await;
        }
        moved
    }

    /// Moves the alias, if it is where it was `before`, and returns the version it is on then. A change of something else about the secret
    /// also ends the etag, so then it is looked at again.
    async fn move_alias(
        &self,
        key: &SecretKey,
        name: &str,
        before: Option<&Option<String>>,
        number: &str,
    ) -> Result<Version, Failure> {
        let changed = || conflict("secrets.patch", key, STORE);
        for _ in 0..TRIES {
            let secret = self.access.secret(name).await?.ok_or_else(changed)?;
            let alias = secret.version_aliases.get(ALIAS);
            // The answer to an earlier try was lost on the way.
            if alias.is_some_and(|alias| alias == number) {
                return Ok(secret.version(number));
            }
            if before.is_some_and(|before| before.as_ref() != alias) {
                return Err(changed());
            }
            match self.access.move_alias(name, &secret, number).await {
                Err(failure) if is_of_etag(&failure) => {}
                result => return result.map(|()| secret.version(number)),
            }
        }
        Err(changed())
    }
}

fn unless_taken(failure: Failure) -> Result<(), Failure> {
    if failure.code == ErrorCode::Conflict { Ok(()) } else { Err(failure) }
}

/// <https://docs.cloud.google.com/secret-manager/docs/etags>
fn is_of_etag(failure: &Failure) -> bool {
    failure.provider_code.as_deref() == Some(FAILED_PRECONDITION)
        || failure.code == ErrorCode::Conflict
}
