use std::collections::HashMap;
use std::sync::Arc;

use futures::{StreamExt, TryStreamExt};
use nexus_model::{ErrorCode, Failure, Secret, SecretFields};
use nexus_secrets::{Expected, SecretBackend, SecretKey, Stored, Version};

use super::failures::{bad_name, changed_elsewhere, gone};
use super::opened::in_time;
use super::owner::About;

/// Name of the value that others find a credential by.
const METADATA: &str = "metadata";

/// Values of one owner that are asked for at once.
const AT_ONCE: usize = 4;

/// Versions of values, as they were last read or written.
pub(super) type Versions = HashMap<SecretKey, Version>;

/// An owner's values in a store.
pub(super) struct Found {
    pub secrets: SecretFields,
    pub about: Option<About>,
    pub versions: Versions,
}

/// Whether an owner's values are in a store already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    Absent,
    Same,
    Different,
}

/// A store by owners instead of by keys.
#[derive(Clone)]
pub(super) struct Store(pub Arc<dyn SecretBackend>);

impl Store {
    pub fn place(&self) -> String {
        self.0.place()
    }

    /// What others know an owner by; `None` if it is not there or is none of ours.
    pub async fn about(&self, owner: &str) -> Result<Option<(About, Stored)>, Failure> {
        let Some(stored) = self.get(&key(owner, METADATA)?).await? else { return Ok(None) };
        let about = serde_json::from_str(stored.value.expose());
        Ok(about.ok().map(|about| (about, stored)))
    }

    /// All values of an owner: those that its metadata names, else these.
    pub async fn read(&self, owner: &str, fields: &[String]) -> Result<Found, Failure> {
        let about = self.about(owner).await?;
        let names = about.as_ref().map_or(fields, |(about, _)| about.secrets.as_slice());
        let keys = names.iter().map(|name| key(owner, name)).collect::<Result<Vec<_>, _>>()?;
        let values = futures::stream::iter(keys).map(|key| async move {
            let stored = self.get(&key).await?.ok_or_else(|| gone(&self.place(), owner))?;
            Ok::<_, Failure>((key, stored))
        });
        let values: Vec<_> = values.buffer_unordered(AT_ONCE).try_collect().await?;
        let mut found = Found { secrets: [].into(), about: None, versions: Versions::new() };
        for (key, Stored { value, version }) in values {
            found.secrets.insert(key.field().to_owned(), value);
            found.versions.insert(key, version);
        }
        if let Some((about, stored)) = about {
            found.versions.insert(key(owner, METADATA)?, stored.version);
            found.about = Some(about);
        }
        Ok(found)
    }

    /// Writes an owner's values where they are as known, those unknown as they are now, and takes
    /// away fields of before. Metadata comes last: what others find is whole.
    ///
    /// # Errors
    /// `conflict` if somebody else changed one; what was written new is taken away again.
    pub async fn write(
        &self,
        owner: &str,
        about: About,
        secrets: &SecretFields,
        before: Option<&[String]>,
        known: &Versions,
    ) -> Result<Versions, Failure> {
        let written = self.write_all(owner, about, secrets, before, known).await;
        match written {
            Err(failure) if before.is_none() && failure.code != ErrorCode::Conflict => {
                let _ = self.remove(owner).await;
                Err(failure)
            }
            Err(failure) if failure.code == ErrorCode::Conflict => {
                Err(changed_elsewhere(&self.place(), owner))
            }
            written => written,
        }
    }

    async fn write_all(
        &self,
        owner: &str,
        about: About,
        secrets: &SecretFields,
        before: Option<&[String]>,
        known: &Versions,
    ) -> Result<Versions, Failure> {
        let about = About { secrets: secrets.keys().cloned().collect(), ..about };
        let text = Secret::new(serde_json::to_string(&about).unwrap_or_default());
        if secrets.contains_key(METADATA) {
            return Err(bad_name(METADATA));
        }
        let mut versions = Versions::new();
        // A refresh token before the access token it came with: it cannot be had again.
        let mut values: Vec<_> =
            secrets.iter().map(|(name, value)| (name.as_str(), value)).collect();
        values.reverse();
        values.push((METADATA, &text));
        for (name, value) in values {
            let key = key(owner, name)?;
            let expected = match (known.get(&key), before) {
                (Some(version), _) => Expected::Version(version.clone()),
                (None, None) => Expected::Absent,
                (None, Some(_)) => match self.get(&key).await? {
                    Some(now) => Expected::Version(now.version),
                    None => Expected::Absent,
                },
            };
            let set = in_time(&self.place(), self.0.set(&key, value, &expected)).await?;
            versions.insert(key, set);
        }
        for name in before.unwrap_or_default() {
            if !secrets.contains_key(name) {
                self.delete(&key(owner, name)?).await?;
            }
        }
        Ok(versions)
    }

    /// Writes what others know an owner by.
    pub async fn describe(&self, owner: &str, about: &About) -> Result<(), Failure> {
        let text = Secret::new(serde_json::to_string(about).unwrap_or_default());
        let key = key(owner, METADATA)?;
        let set = self.0.set(&key, &text, &Expected::Any);
        in_time(&self.place(), set).await.map(drop)
    }

    /// Compares an owner's values with these.
    pub async fn presence(&self, owner: &str, secrets: &SecretFields) -> Result<Presence, Failure> {
        let (mut same, mut absent) = (true, true);
        for (name, value) in secrets {
            match self.get(&key(owner, name)?).await? {
                None => same = false,
                Some(stored) => {
                    absent = false;
                    same &= stored.value.expose() == value.expose();
                }
            }
        }
        Ok(match (same, absent) {
            (true, _) => Presence::Same,
            (false, true) => Presence::Absent,
            (false, false) => Presence::Different,
        })
    }

    /// Takes an owner away; others cannot find it from the first step on.
    pub async fn remove(&self, owner: &str) -> Result<(), Failure> {
        self.delete(&key(owner, METADATA)?).await?;
        for key in in_time(&self.place(), self.0.list(Some(owner))).await? {
            self.delete(&key).await?;
        }
        Ok(())
    }

    /// The owners there are.
    pub async fn owners(&self) -> Result<Vec<String>, Failure> {
        let keys = in_time(&self.place(), self.0.list(None)).await?;
        let with_metadata = keys.iter().filter(|key| key.field() == METADATA);
        Ok(with_metadata.map(|key| key.owner().to_owned()).collect())
    }

    async fn get(&self, key: &SecretKey) -> Result<Option<Stored>, Failure> {
        in_time(&self.place(), self.0.get(key)).await
    }

    async fn delete(&self, key: &SecretKey) -> Result<(), Failure> {
        in_time(&self.place(), self.0.delete(key)).await
    }
}

fn key(owner: &str, field: &str) -> Result<SecretKey, Failure> {
    SecretKey::new(owner, field).map_err(|_| bad_name(field))
}
