use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use nexus_model::{Failure, ProviderId, RegionSnapshot, StateCounts};
use nexus_vault::Vault;

use crate::{App, Freshness};

/// What a provider's snapshots amount to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summary {
    pub counts: StateCounts,
    pub buckets: u32,
    pub freshness: Freshness,
}

impl Summary {
    fn of(snapshots: &[RegionSnapshot]) -> Self {
        let failures: Vec<_> =
            snapshots.iter().filter_map(|snapshot| snapshot.failure.clone()).collect();
        // `None` sorts first: one region that never answered leaves the whole without a moment.
        let listed_at = snapshots.iter().map(|snapshot| snapshot.listed_at).min().flatten();
        let complete = !snapshots.is_empty() && failures.is_empty();
        Self {
            counts: StateCounts::of(snapshots.iter().flat_map(RegionSnapshot::machines)),
            buckets: snapshots.iter().map(|snapshot| snapshot.buckets().count() as u32).sum(),
            freshness: Freshness { listed_at, complete, failures },
        }
    }
}

/// The summaries known, so that drawing a card opens no page.
#[derive(Default)]
pub(crate) struct Summaries(Mutex<Known>);

#[derive(Default)]
struct Known {
    by_provider: HashMap<ProviderId, Summary>,
    /// Grows when one is forgotten: what was read from the vault before then may be out of date.
    age: u64,
}

impl Summaries {
    /// One provider's machines have changed.
    pub fn forget(&self, id: ProviderId) {
        let mut known = self.known();
        known.by_provider.remove(&id);
        known.age += 1;
    }

    /// The vault is locked.
    pub fn forget_all(&self) {
        let mut known = self.known();
        known.by_provider.clear();
        known.age += 1;
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Whole after any panic: each method changes it in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    pub(crate) async fn summary(&self, vault: &Vault, id: ProviderId) -> Result<Summary, Failure> {
        let age = {
            let known = self.summaries.known();
            if let Some(summary) = known.by_provider.get(&id) {
                return Ok(summary.clone());
            }
            known.age
        };
        let summary = Summary::of(&vault.inventory().snapshots(id).await?);
        let mut known = self.summaries.known();
        if known.age == age {
            known.by_provider.insert(id, summary.clone());
        }
        Ok(summary)
    }
}

#[cfg(test)]
mod tests {
    use nexus_model::{ErrorCode, Failure, ProviderId, RegionSnapshot, Timestamp};

    use super::Summary;

    fn region(listed_at: Option<i64>, failed: bool) -> RegionSnapshot {
        RegionSnapshot {
            provider: ProviderId::random(),
            region: "eu-west-1".into(),
            listed_at: listed_at.and_then(Timestamp::from_unix),
            failure: failed.then(|| Failure::new(ErrorCode::ProviderError, "list", "no", "wait")),
            resources: Vec::new(),
        }
    }

    #[test]
    fn the_oldest_region_dates_the_whole() {
        let summary = Summary::of(&[region(Some(200), false), region(Some(100), false)]);
        assert_eq!(summary.freshness.listed_at, Timestamp::from_unix(100));
        assert!(summary.freshness.complete);
    }

    #[test]
    fn a_region_that_never_answered_leaves_no_moment() {
        let summary = Summary::of(&[region(Some(200), false), region(None, true)]);
        assert_eq!(summary.freshness.listed_at, None);
        assert!(!summary.freshness.complete);
        assert_eq!(summary.freshness.failures.len(), 1);
    }

    #[test]
    fn nothing_listed_is_not_complete() {
        assert!(!Summary::of(&[]).freshness.complete);
    }
}
