use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use nexus_clouds::Listing;
use nexus_model::{ErrorCode, Failure, Machine, ProviderId, RegionSnapshot, Timestamp};
use nexus_vault::Vault;

use super::{Progress, RefreshOutcome};
use crate::{App, AppEvent};

/// Turns the pieces of a listing into snapshots in the vault and events for whoever watches.
///
/// A region's machines are taken away only by a listing of that region that came to its end;
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

/// By machine id: a cloud may tell a machine again on a later page.
#[derive(Default)]
struct Pages {
    machines: BTreeMap<String, Machine>,
    documents: BTreeMap<String, String>,
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
            Listing::Page { region, machines } => self.page(region, machines),
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
        self.outcome.machines = self.known.values().map(|region| region.machines.len()).sum();
        Ok(self.outcome)
    }

    fn page(&mut self, region: String, page: Vec<(Machine, String)>) {
        let machines: Vec<_> = page.iter().map(|(machine, _)| machine.clone()).collect();
        self.app.emit(AppEvent::MachinesListed { provider: self.provider, machines });
        let pages = self.pages.entry(region).or_default();
        for (machine, document) in page {
            pages.documents.insert(machine.id.clone(), document);
            pages.machines.insert(machine.id.clone(), machine);
        }
    }

    async fn region_done(&mut self, region: String) -> Result<(), Failure> {
        let pages = self.pages.remove(&region).unwrap_or_default();
        let before = self.known.get(&region).map(|known| known.machines.as_slice());
        let gone: Vec<_> = before
            .unwrap_or_default()
            .iter()
            .filter(|machine| !pages.machines.contains_key(&machine.id))
            .cloned()
            .collect();
        let snapshot = RegionSnapshot {
            provider: self.provider,
            region: region.clone(),
            listed_at: Some(Timestamp::now()),
            failure: None,
            machines: pages.machines.into_values().collect(),
        };
        self.vault.inventory().put(&snapshot, &pages.documents).await?;
        self.known.insert(region.clone(), snapshot);
        self.tell_removed(gone);
        self.outcome.answered = true;
        self.step();
        Ok(())
    }

    async fn region_failed(&mut self, region: String, failure: Failure) -> Result<(), Failure> {
        let Pages { mut machines, mut documents } = self.pages.remove(&region).unwrap_or_default();
        let before = self.known.remove(&region);
        let listed_at = before.as_ref().and_then(|known| known.listed_at);
        let mut kept = self.vault.inventory().documents(self.provider, &region).await?;
        for machine in before.into_iter().flat_map(|known| known.machines) {
            if let Entry::Vacant(place) = machines.entry(machine.id.clone()) {
                if let Some(document) = kept.remove(&machine.id) {
                    documents.insert(machine.id.clone(), document);
                }
                place.insert(machine);
            }
        }
        let snapshot = RegionSnapshot {
            provider: self.provider,
            region: region.clone(),
            listed_at,
            failure: Some(failure.clone()),
            machines: machines.into_values().collect(),
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
            let gone = self.known.remove(&region).map(|known| known.machines).unwrap_or_default();
            self.tell_removed(gone);
        }
        Ok(())
    }

    /// By the machines' own regions, which a cloud may list all at once.
    fn tell_removed(&self, gone: Vec<Machine>) {
        let mut regions: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for machine in gone {
            regions.entry(machine.region).or_default().push(machine.id);
        }
        for (region, ids) in regions {
            self.app.emit(AppEvent::MachinesRemoved { provider: self.provider, region, ids });
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
