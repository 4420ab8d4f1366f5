use std::time::{Duration, SystemTime};

/// A step of the wall clock this much longer than the wait it followed means that the machine
/// slept: longer than a busy machine delays a timer, shorter than any sleep worth the name.
const SLEPT: Duration = Duration::from_secs(20);

/// Tells by the wall clock that the machine has slept, where the system does not say so itself.
#[derive(Debug)]
pub(super) struct ClockGap(SystemTime);

impl ClockGap {
    pub fn new(now: SystemTime) -> Self {
        Self(now)
    }

    /// Whether more time passed since the last call than the `waited` explains.
    pub fn slept(&mut self, now: SystemTime, waited: Duration) -> bool {
        let passed = now.duration_since(self.0).unwrap_or_default();
        self.0 = now;
        passed > waited + SLEPT
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::ClockGap;

    const TICK: Duration = Duration::from_secs(2);

    #[test]
    fn an_hour_missing_is_sleep_and_is_told_once() {
        let start = SystemTime::UNIX_EPOCH;
        let mut gap = ClockGap::new(start);
        assert!(!gap.slept(start + TICK, TICK));
        let woken = start + TICK + Duration::from_secs(3600);
        assert!(gap.slept(woken, TICK));
        assert!(!gap.slept(woken + TICK, TICK));
    }

    #[test]
    fn a_clock_set_back_is_not_sleep() {
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1000);
        assert!(!ClockGap::new(start).slept(SystemTime::UNIX_EPOCH, TICK));
    }
}
