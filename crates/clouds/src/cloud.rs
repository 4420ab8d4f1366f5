use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity};

use crate::import::{Candidate, Files, not_declared};
use crate::{Descriptor, ListingSink};

/// One cloud: what it needs, who a credential is, what it runs.
///
/// What belongs to an account and outlives a call is kept in [`crate::Sessions`] alone. Dropping a
/// returned future cancels the work it was doing, requests under way included.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// Everything that is known about the cloud without calling it.
    fn descriptor(&self) -> Descriptor;

    /// Who the credential is, by the cheapest call that needs one.
    ///
    /// # Errors
    /// Any code of a cloud's reply; see [`nexus_model::ErrorCode`].
    async fn check(&self, account: &Account) -> Result<Identity, Failure>;

    /// Lists every resource of the kinds that the descriptor declares, telling what arrives as it
    /// arrives.
    ///
    /// A region, zone or project that fails is told as [`crate::Listing::RegionFailed`] and does
    /// not end the listing.
    ///
    /// # Errors
    /// When not even the regions could be listed.
    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure>;

    /// The accounts that the files of one of the descriptor's imports describe. Calls nobody.
    ///
    /// # Errors
    /// `invalid_input` for a file that cannot be read as what it should be. An account that cannot
    /// be imported is a candidate with a problem, not an error.
    fn import(&self, import: &str, files: &Files) -> Result<Vec<Candidate>, Failure> {
        let _ = files;
        Err(not_declared(import))
    }
}
