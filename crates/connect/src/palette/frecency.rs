use std::collections::{HashMap, HashSet};

use nexus_model::{MachineKey, Timestamp, Visits};

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
