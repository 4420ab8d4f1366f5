use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity};

use crate::{Descriptor, ListingSink};

/// One cloud: what it needs, who a credential is, what it runs.
///
/// Calls hold no state between each other that belongs to an account. Dropping a returned future cancels the work it was doing, requests under way included.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// Everything that is known about the cloud without calling it.
    fn descriptor(&self) -> Descriptor;

    /// Who the credential is, by the cheapest call that needs one.
    ///
    /// # Errors
    /// Any code of a cloud's reply; see [`nexus_model::ErrorCode`].
    async fn check(&self, account: &Account) -> Result<Identity, Failure>;

    /// Lists every machine of the account, telling what arrives as it arrives.
    ///
    /// A region, zone or project that fails is told as [`crate::Listing::RegionFailed`] and does
    /// not end the listing.
    ///
    /// # Errors
    /// When not even the regions could be listed.
    async fn machines(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure>;
}
