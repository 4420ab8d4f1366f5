use std::future::Future;

use futures::StreamExt;
use nexus_model::{Failure, Resource};
use tokio::sync::mpsc;

/// Regions listed at the same time. More gains little: a usual AWS account has 17.
const REGIONS_AT_ONCE: usize = 12;

/// The region of a listing that a cloud gives for all its regions at once.
pub const GLOBAL: &str = "global";

/// One piece of a listing. A region is whatever the cloud lists by: a region, a zone, a project.
#[derive(Debug)]
pub enum Listing {
    /// The regions that will be listed, told once and first.
    Regions(Vec<String>),
    /// One page of a region: each resource with the cloud's own document as JSON text.
    Page {
        /// The region listed.
        region: String,
        /// Resources and their documents.
        resources: Vec<(Resource, String)>,
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

/// Where a listing is told. Bounded, so that a slow reader slows the listing down. Whoever stops
/// reading drops the listing's future too, so nobody is told that nobody reads.
#[derive(Clone, Debug)]
pub struct ListingSink(mpsc::Sender<Listing>);

impl ListingSink {
    /// Over a channel.
    pub fn new(sender: mpsc::Sender<Listing>) -> Self {
        Self(sender)
    }

    /// Tells one page of a region.
    pub async fn page(&self, region: &str, page: Vec<(impl Into<Resource>, String)>) {
        let page = page.into_iter().map(|(resource, document)| (resource.into(), document));
        self.tell(Listing::Page { region: region.to_owned(), resources: page.collect() }).await;
    }

    /// Tells the regions, once and first, for a cloud whose one listing has them all. Each of them
    /// is then to be [`ListingSink::ended`].
    pub async fn regions(&self, regions: Vec<String>) {
        self.tell(Listing::Regions(regions)).await;
    }

    /// Tells how a region ended.
    pub async fn ended(&self, region: String, result: Result<(), Failure>) {
        self.tell(match result {
            Ok(()) => Listing::RegionDone { region },
            Err(failure) => Listing::RegionFailed { region, failure },
        })
        .await;
    }

    /// Lists these regions, several at a time, telling how each ends. All are polled by this one
    /// future, so dropping it ends every request under way.
    pub async fn each_region<F, Fut>(&self, regions: Vec<String>, list: F)
    where
        F: Fn(String) -> Fut,
        Fut: Future<Output = Result<(), Failure>>,
    {
        self.regions(regions.clone()).await;
        let regions = regions.into_iter().map(|region| async {
            let result = list(region.clone()).await;
            self.ended(region, result).await;
        });
        futures::stream::iter(regions).buffer_unordered(REGIONS_AT_ONCE).collect::<()>().await;
    }

    /// Lists what the cloud gives for all regions at once.
    ///
    /// # Errors
    /// That of the listing itself: there is no other region that could be told beside it.
    pub async fn whole<Fut>(&self, list: Fut) -> Result<(), Failure>
    where
        Fut: Future<Output = Result<(), Failure>>,
    {
        self.tell(Listing::Regions(vec![GLOBAL.to_owned()])).await;
        list.await?;
        self.tell(Listing::RegionDone { region: GLOBAL.to_owned() }).await;
        Ok(())
    }

    async fn tell(&self, piece: Listing) {
        let _ = self.0.send(piece).await;
    }
}
