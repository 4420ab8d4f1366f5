use serde::{Deserialize, Serialize};

use crate::{Bucket, Failure, Machine, ProviderId, Resource, Timestamp};

/// The last known resources of one provider in one region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionSnapshot {
    /// The provider listed.
    pub provider: ProviderId,
    /// The region listed.
    pub region: String,
    /// When the region last answered completely; `None` if it never did.
    pub listed_at: Option<Timestamp>,
    /// Why the latest try did not end, if it did not. The resources are then those of earlier
    /// listings, brought up to date with the pages that did arrive, and nothing is removed.
    pub failure: Option<Failure>,
    /// The resources.
    pub resources: Vec<Resource>,
}

impl RegionSnapshot {
    /// Its machines.
    pub fn machines(&self) -> impl Iterator<Item = &Machine> {
        self.resources.iter().filter_map(Resource::as_machine)
    }

    /// Its buckets.
    pub fn buckets(&self) -> impl Iterator<Item = &Bucket> {
        self.resources.iter().filter_map(Resource::as_bucket)
    }
}
