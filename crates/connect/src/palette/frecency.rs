use std::collections::{HashMap, HashSet};

use nexus_model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::route::MachineKey;

/// After how many seconds a visit counts half: a week.
const HALF: f64 = 7.0 * 24.0 * 3600.0;
/// What the first visit is worth beside a match: less than a letter more, for what is typed comes
/// first.
const VISIT: f64 = 12.0;
/// The most that visits are worth.
const MOST: f64 = 60.0;
/// What being a favourite is worth.
const FAVOURITE: u32 = 24;

/// Which machines a person uses.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    /// Those marked by the person.
    pub favourites: HashSet<MachineKey>,
    /// Those connected to.
    pub visits: HashMap<MachineKey, Visits>,
}

/// How often and how lately a machine was connected to, in one number that halves every week.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Visits {
    /// The number at the last visit.
    weight: f64,
    /// The last visit.
    at: Timestamp,
}

impl Visits {
    /// The first visit.
    pub fn first(now: Timestamp) -> Self {
        Self { weight: 1.0, at: now }
    }

    /// Another visit.
    #[must_use]
    pub fn again(self, now: Timestamp) -> Self {
        Self { weight: self.weight(now) + 1.0, at: now }
    }

    /// The number now.
    pub fn weight(self, now: Timestamp) -> f64 {
        let seconds = (now.unix() - self.at.unix()).max(0) as f64;
        self.weight * (-seconds / HALF).exp2()
    }
}

impl Usage {
    /// Takes note of a connection.
    pub fn visit(&mut self, key: MachineKey, now: Timestamp) {
        let visits = self.visits.entry(key);
        visits.and_modify(|seen| *seen = seen.again(now)).or_insert_with(|| Visits::first(now));
    }

    /// The machines that were connected to, the most and latest used first.
    pub fn recent(&self, now: Timestamp) -> Vec<MachineKey> {
        let mut used: Vec<_> = self.visits.iter().collect();
        used.sort_by(|a, b| b.1.weight(now).total_cmp(&a.1.weight(now)).then(a.0.cmp(b.0)));
        used.into_iter().map(|(key, _)| key.clone()).collect()
    }

    /// What a machine's use adds to its score.
    pub(super) fn boost(&self, key: &MachineKey, now: Timestamp) -> u32 {
        let visits = self.visits.get(key).map_or(0.0, |visits| visits.weight(now));
        let favourite = if self.favourites.contains(key) { FAVOURITE } else { 0 };
        (visits.ln_1p() / 2_f64.ln() * VISIT).min(MOST) as u32 + favourite
    }
}
