use serde::{Deserialize, Serialize};

use crate::{Failure, Machine, ProviderId, Timestamp};

/// The last known machines of one provider in one region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionSnapshot {
    /// The provider listed.
    pub provider: ProviderId,
    /// The region listed.
    pub region: String,
    /// When the region last answered completely; `None` if it never did.
    pub listed_at: Option<Timestamp>,
    /// Why the latest try did not end, if it did not. The machines are then those of earlier
    /// listings, brought up to date with the pages that did arrive, and nothing is removed.
    pub failure: Option<Failure>,
    /// The machines.
    pub machines: Vec<Machine>,
}
