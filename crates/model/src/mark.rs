use serde::{Deserialize, Serialize};

use crate::{Machine, ProviderId, Timestamp};

/// What tells a machine from all others.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
pub struct MachineKey {
    /// The provider it was listed by.
    pub provider: ProviderId,
    /// Its region.
    pub region: String,
    /// The cloud's own identifier.
    pub id: String,
}

impl MachineKey {
    /// Of a machine.
    pub fn of(machine: &Machine) -> Self {
        Self { provider: machine.provider, region: machine.region.clone(), id: machine.id.clone() }
    }

    /// Whether it is this machine's.
    pub fn is(&self, machine: &Machine) -> bool {
        self.provider == machine.provider && self.id == machine.id && self.region == machine.region
    }
}

/// What a person keeps about a machine, whatever its cloud says of it. Outlives the machine's
/// absence from a listing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Mark {
    /// Which machine.
    pub machine: MachineKey,
    /// Shown first wherever a machine is picked.
    #[serde(default)]
    pub favourite: bool,
    /// Free text.
    #[serde(default)]
    pub note: String,
    /// Tags of the person's own, beside the cloud's.
    #[serde(default)]
    pub tags: Vec<String>,
    /// How often and how lately it was connected to, if it was.
    #[serde(default)]
    pub visits: Option<Visits>,
}

impl Mark {
    /// A machine of which nothing is kept yet.
    pub fn new(machine: MachineKey) -> Self {
        Self { machine, favourite: false, note: String::new(), tags: Vec::new(), visits: None }
    }

    /// Whether nothing is kept, so that the mark itself need not be.
    pub fn is_blank(&self) -> bool {
        *self == Self::new(self.machine.clone())
    }
}

/// After how many seconds a visit counts half: a week.
const HALF: f64 = 7.0 * 24.0 * 3600.0;

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

#[cfg(test)]
mod tests {
    use super::{Timestamp, Visits};

    fn day(day: i64) -> Timestamp {
        Timestamp::from_unix(1_700_000_000 + day * 86_400).expect("a moment")
    }

    #[test]
    fn a_visit_counts_half_after_a_week() {
        let visits = Visits::first(day(0));
        assert!((visits.weight(day(7)) - 0.5).abs() < 1e-9);
        assert!((visits.again(day(7)).weight(day(7)) - 1.5).abs() < 1e-9);
    }

    #[test]
    fn often_outweighs_lately_only_for_a_while() {
        let often = (1..5).fold(Visits::first(day(0)), |visits, _| visits.again(day(0)));
        let lately = Visits::first(day(20));
        assert!(often.weight(day(1)) > 1.0);
        assert!(often.weight(day(20)) < lately.weight(day(20)));
    }
}
