use async_trait::async_trait;
use nexus_model::{Failure, Secret};

use crate::SecretKey;

/// A state of one value, as its store names it. Equal versions hold equal values; nothing else can
/// be read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(pub String);

/// A value with its version.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The value.
    pub value: Secret,
    /// Its state.
    pub version: Version,
}

/// What a writer believes is there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing.
    Absent,
    /// The value in this state.
    Version(Version),
    /// Whatever is there is replaced.
    Any,
}

/// What a store says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackendHealth {
    /// What answered, for people: product, version, engine.
    pub detail: String,
    /// Whether this login may write below the prefix; `None` if the store cannot tell without a
    /// write.
    pub writable: Option<bool>,
}

/// A store of secret values.
///
/// Every failure says what was asked of which store, and what to do. Those that callers tell apart:
/// `conflict` when the value is not in the expected state, `permission_denied` when this login may
/// not (a read-only one, on a write), `expired` and `invalid_credentials` when a new login is
/// needed, and the retryable ones when the store cannot be reached.
#[async_trait]
pub trait SecretBackend: Send + Sync {
    /// Where this is, for people: the product with its address and prefix. No secret is in it.
    fn place(&self) -> String;

    /// Asks whether the store answers and the login is good, and opens a session if there is none.
    async fn health(&self) -> Result<BackendHealth, Failure>;

    /// The latest value of this name; `None` if there is none or it was deleted.
    async fn get(&self, key: &SecretKey) -> Result<Option<Stored>, Failure>;

    /// Writes a value if what is there now is as expected, and returns its new version. A deleted
    /// value counts as absent.
    async fn set(
        &self,
        key: &SecretKey,
        value: &Secret,
        expected: &Expected,
    ) -> Result<Version, Failure>;

    /// Removes a value with all its versions, for good where the store can. One that is not there
    /// is no failure.
    async fn delete(&self, key: &SecretKey) -> Result<(), Failure>;

    /// The names of all values below the prefix, in order, or of one owner. Those that others put
    /// there and that are no [`SecretKey`]s are left out. A name whose value was deleted with the
    /// store's own tools may still be among them.
    async fn list(&self, owner: Option<&str>) -> Result<Vec<SecretKey>, Failure>;
}
