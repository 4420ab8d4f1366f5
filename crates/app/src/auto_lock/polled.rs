use std::time::{Duration, SystemTime};

use async_trait::async_trait;

use super::clock_gap::ClockGap;
use super::{Presence, PresenceSignal};

/// How often the system is asked.
#[cfg(not(target_os = "linux"))]
pub(super) const PERIOD: Duration = Duration::from_secs(3);

/// Presence on a system that is asked rather than listened to, because its notifications can only
/// be had through unsafe calls.
pub(super) struct Polled<F> {
    period: Duration,
    screen_is_locked: F,
    was_locked: bool,
    gap: ClockGap,
}

impl<F> Polled<F> {
    pub fn new(period: Duration, screen_is_locked: F) -> Self {
        Self { period, screen_is_locked, was_locked: false, gap: ClockGap::new(SystemTime::now()) }
    }
}

#[async_trait]
impl<F, A> Presence for Polled<F>
where
    F: Fn() -> A + Send + Sync,
    A: Future<Output = bool> + Send,
{
    async fn next(&mut self) -> PresenceSignal {
        loop {
            tokio::time::sleep(self.period).await;
            if self.gap.slept(SystemTime::now(), self.period) {
                return PresenceSignal::Suspend;
            }
            let locked = (self.screen_is_locked)().await;
            let just_locked = locked && !self.was_locked;
            self.was_locked = locked;
            if just_locked {
                return PresenceSignal::ScreenLock;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use super::Polled;
    use crate::{Presence, PresenceSignal};

    #[tokio::test]
    async fn a_screen_is_told_when_it_gets_locked_and_not_while_it_stays_so() {
        // Open, locked, locked, open, locked: two pieces of news in five looks.
        let states = [false, true, true, false, true];
        let looks = AtomicU32::new(0);
        let mut presence = Polled::new(Duration::from_millis(1), || {
            let look = looks.fetch_add(1, Ordering::Relaxed) as usize;
            async move { states.get(look).copied().unwrap_or(true) }
        });
        assert_eq!(presence.next().await, PresenceSignal::ScreenLock);
        assert_eq!(looks.load(Ordering::Relaxed), 2);
        assert_eq!(presence.next().await, PresenceSignal::ScreenLock);
        assert_eq!(looks.load(Ordering::Relaxed), 5);
    }
}
