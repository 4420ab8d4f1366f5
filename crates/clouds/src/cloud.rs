use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, Machine};
use tokio::sync::mpsc;

use crate::Descriptor;

/// One cloud: what it needs, who a credential is, what it runs.
///
/// Calls hold no state between each other that belongs to an account. Dropping a returned future
/// cancels the work it was doing, requests under way included.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// Everything that is known about the cloud without calling it.
    fn descriptor(&self) -> Descriptor;

    /// Who the credential is, by the cheapest call that needs one.
    ///
    /// # Errors
    /// Any code of a cloud's reply; see [`nexus_model::ErrorCode`].
    async fn check(&self, account: &Account) -> Result<Identity, Failure>;

    /// Lists every machine of every region, telling what arrives as it arrives.
    ///
    /// A region that fails is told as [`Listing::RegionFailed`] and does not end the listing.
    ///
    /// # Errors
    /// When not even the regions could be listed.
    async fn machines(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure>;
}

/// Where a listing is told. Bounded, so that a slow reader slows the listing down.
pub type ListingSink = mpsc::Sender<Listing>;

/// One piece of a listing.
#[derive(Debug)]
pub enum Listing {
    /// The regions that will be listed, told once and first.
    Regions(Vec<String>),
    /// One page of a region: each machine with the cloud's own document as JSON text.
    Page {
        /// The region listed.
        region: String,
        /// Machines and their raw documents.
        machines: Vec<(Machine, String)>,
    },
    /// The region's last page has been told.
    RegionDone {
        /// The region listed.
        region: String,
    },
    /// The region could not be listed to its end.
    RegionFailed {
        /// The region listed.
        region: String,
        /// Why.
        failure: Failure,
    },
}
