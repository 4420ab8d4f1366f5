use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use nexus_clouds::Listing;
use nexus_model::{
    ErrorCode, Failure, ProviderId, RegionSnapshot, Resource, ResourceKey, Timestamp,
};
use nexus_vault::Vault;

use super::{Progress, RefreshOutcome};
use crate::{App, AppEvent};

/// Turns the pieces of a listing into snapshots in the vault and events for whoever watches.
///
/// A region's resources are taken away only by a listing of that region that came to its end;
/// a region only by a listing of the regions that no longer names it.
pub(super) struct Collector<'a> {
    app: &'a App,
    vault: &'a Vault,
    provider: ProviderId,
    known: HashMap<String, RegionSnapshot>,
    pages: HashMap<String, Pages>,
    regions: Vec<String>,
    progress: Progress,
    outcome: RefreshOutcome,
}

/// By key: a cloud may tell a resource again on a later page.
#[derive(Default)]
struct Pages {
    resources: BTreeMap<ResourceKey, Resource>,
    documents: BTreeMap<ResourceKey, String>,
}

impl<'a> Collector<'a> {
    pub fn new(
        app: &'a App,
        vault: &'a Vault,
        provider: ProviderId,
        known: Vec<RegionSnapshot>,
    ) -> Self {
        let known = known.into_iter().map(|region| (region.region.clone(), region)).collect();
        Self {
            app,
            vault,
            provider,
            known,
            pages: HashMap::new(),
            regions: Vec::new(),
            progress: Progress::default(),
            outcome: RefreshOutcome::default(),
        }
    }

    /// Takes the next piece.
    pub async fn take(&mut self, piece: Listing) -> Result<(), Failure> {
        match piece {
            Listing::Regions(regions) => {
                self.progress.regions_total = u32::try_from(regions.len()).ok();
                self.regions = regions;
                self.tell_progress();
            }
            Listing::Page { region, resources } => self.page(region, resources),
            Listing::RegionDone { region } => self.region_done(region).await?,
            Listing::RegionFailed { region, failure } => {
                self.region_failed(region, failure).await?;
                self.step();
            }
        }
        Ok(())
    }

    /// Ends the listing: keeps pages of regions that were cut off, notes regions that were never
    /// listed, forgets regions that are gone.
    pub async fn finish(mut self, listed: &Result<(), Failure>) -> Result<RefreshOutcome, Failure> {
        if let Err(failure) = listed {
            self.outcome.cancelled = failure.code == ErrorCode::Cancelled;
            // A region listed before, of which nothing arrived, is as good as it was.
            let unheard: Vec<_> = self
                .regions
                .iter()
                .filter(|region| {
                    self.pages.contains_key(*region) || !self.known.contains_key(*region)
                })
                .cloned()
                .collect();
            for region in unheard {
                let failure = failure.clone().in_region(&region);
                self.region_failed(region, failure).await?;
            }
            if self.outcome.failures.is_empty() {
                self.outcome.failures.push(failure.clone());
            }
        } else {
            self.forget_absent_regions().await?;
        }
        self.outcome.complete = listed.is_ok() && self.outcome.failures.is_empty();
        self.outcome.resources = self.known.values().map(|region| region.resources.len()).sum();
        Ok(self.outcome)
    }

    fn page(&mut self, region: String, page: Vec<(Resource, String)>) {
        let resources: Vec<_> = page.iter().map(|(resource, _)| resource.clone()).collect();
        self.app.emit(AppEvent::ResourcesListed { provider: self.provider, resources });
        let pages = self.pages.entry(region).or_default();
        for (resource, document) in page {
            pages.documents.insert(resource.key(), document);
            pages.resources.insert(resource.key(), resource);
        }
    }

    async fn region_done(&mut self, region: String) -> Result<(), Failure> {
        let pages = self.pages.remove(&region).unwrap_or_default();
        let before = self.known.get(&region).map(|known| known.resources.as_slice());
        let gone: Vec<_> = before
            .unwrap_or_default()
            .iter()
            .filter(|resource| !pages.resources.contains_key(&resource.key()))
            .cloned()
            .collect();
        let snapshot = RegionSnapshot {
            provider: self.provider,
            region: region.clone(),
            listed_at: Some(Timestamp::now()),
            failure: None,
            resources: pages.resources.into_values().collect(),
        };
        self.vault.inventory().put(&snapshot, &pages.documents).await?;
        self.known.insert(region.clone(), snapshot);
        self.tell_removed(gone);
        self.outcome.answered = true;
        self.step();
        Ok(())
    }

    async fn region_failed(&mut self, region: String, failure: Failure) -> Result<(), Failure> {
        let Pages { mut resources, mut documents } = self.pages.remove(&region).unwrap_or_default();
        let before = self.known.remove(&region);
        let listed_at = before.as_ref().and_then(|known| known.listed_at);
        let before = before.map(|known| known.resources).unwrap_or_default();
        let keys = before.iter().map(Resource::key);
        let mut kept = self.vault.inventory().documents(self.provider, &region, keys).await?;
        for resource in before {
            if let Entry::Vacant(place) = resources.entry(resource.key()) {
                if let Some((key, document)) = kept.remove_entry(place.key()) {
                    documents.insert(key, document);
                }
                place.insert(resource);
            }
        }
        let snapshot = RegionSnapshot {
            provider: self.provider,
            region: region.clone(),
            listed_at,
            failure: Some(failure.clone()),
            resources: resources.into_values().collect(),
        };
        self.vault.inventory().put(&snapshot, &documents).await?;
        self.known.insert(region, snapshot);
        self.outcome.failures.push(failure);
        Ok(())
    }

    async fn forget_absent_regions(&mut self) -> Result<(), Failure> {
        let listed: HashSet<_> = self.regions.iter().collect();
        let absent: Vec<_> =
            self.known.keys().filter(|region| !listed.contains(region)).cloned().collect();
        for region in absent {
            self.vault.inventory().remove(self.provider, &region).await?;
            let gone = self.known.remove(&region).map(|known| known.resources).unwrap_or_default();
            self.tell_removed(gone);
        }
        Ok(())
    }

    /// By the resources' own regions, which a cloud may list all at once.
    fn tell_removed(&self, gone: Vec<Resource>) {
        let mut regions: BTreeMap<String, Vec<ResourceKey>> = BTreeMap::new();
        for resource in gone {
            regions.entry(resource.region().to_owned()).or_default().push(resource.key());
        }
        for (region, keys) in regions {
            self.app.emit(AppEvent::ResourcesRemoved { provider: self.provider, region, keys });
        }
    }

    fn step(&mut self) {
        self.progress.regions_done = self.progress.regions_done.saturating_add(1);
        self.tell_progress();
    }

    fn tell_progress(&self) {
        self.app.refreshes.set_progress(self.provider, self.progress);
        let progress = Some(self.progress);
        self.app.emit(AppEvent::RefreshProgress { provider: self.provider, progress });
    }
}
