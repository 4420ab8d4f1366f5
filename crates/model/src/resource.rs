use serde::{Deserialize, Serialize};

use crate::{Bucket, Machine, ProviderId};

/// A kind of resource that a cloud can list.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// A virtual machine, or a device to connect to.
    Machine,
    /// A container of objects in an object store.
    Bucket,
}

/// Anything that a cloud lists, in the normal form of its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(
    clippy::large_enum_variant,
    reason = "nearly all are machines; a box each would gain nothing"
)]
pub enum Resource {
    /// A machine.
    Machine(Machine),
    /// A bucket.
    Bucket(Bucket),
}

/// What tells one resource from the others of a provider and region.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
pub struct ResourceKey {
    /// Its kind.
    pub kind: ResourceKind,
    /// The cloud's own identifier.
    pub id: String,
}

impl ResourceKey {
    /// Of a machine.
    pub fn machine(id: impl Into<String>) -> Self {
        Self { kind: ResourceKind::Machine, id: id.into() }
    }

    /// Of a bucket.
    pub fn bucket(id: impl Into<String>) -> Self {
        Self { kind: ResourceKind::Bucket, id: id.into() }
    }
}

impl Resource {
    /// The cloud's own identifier.
    pub fn id(&self) -> &str {
        match self {
            Self::Machine(machine) => &machine.id,
            Self::Bucket(bucket) => &bucket.id,
        }
    }

    /// The region it is in.
    pub fn region(&self) -> &str {
        match self {
            Self::Machine(machine) => &machine.region,
            Self::Bucket(bucket) => &bucket.region,
        }
    }

    /// The provider it was listed by.
    pub fn provider(&self) -> ProviderId {
        match self {
            Self::Machine(machine) => machine.provider,
            Self::Bucket(bucket) => bucket.provider,
        }
    }

    /// What tells it from the others of its provider and region.
    pub fn key(&self) -> ResourceKey {
        match self {
            Self::Machine(machine) => ResourceKey::machine(&machine.id),
            Self::Bucket(bucket) => ResourceKey::bucket(&bucket.id),
        }
    }

    /// The machine, if it is one.
    pub fn as_machine(&self) -> Option<&Machine> {
        match self {
            Self::Machine(machine) => Some(machine),
            Self::Bucket(_) => None,
        }
    }

    /// The bucket, if it is one.
    pub fn as_bucket(&self) -> Option<&Bucket> {
        match self {
            Self::Bucket(bucket) => Some(bucket),
            Self::Machine(_) => None,
        }
    }
}

impl From<Machine> for Resource {
    fn from(machine: Machine) -> Self {
        Self::Machine(machine)
    }
}

impl From<Bucket> for Resource {
    fn from(bucket: Bucket) -> Self {
        Self::Bucket(bucket)
    }
}
