//! Failed tries to unlock, and the time to wait after them.
//!
//! The count stands in clear in the file, so it survives a restart and slows whoever tries through
//! this app. It cannot slow someone who has a copy of the file; the cost of the password hash does.

use nexus_model::Timestamp;
use sqlx::{Row as _, SqliteConnection};

use crate::VaultError;

/// Tries without any wait: people mistype.
const FREE: u32 = 3;

/// Longest wait in seconds. Longer ones would mostly lock the owner out.
const CAP: i64 = 300;

/// Failed tries since the last unlock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    pub failures: u32,
    /// Seconds since the Unix epoch; 0 if there is nothing to wait for.
    not_before: i64,
}

impl Attempts {
    /// Reads the count.
    pub async fn load(connection: &mut SqliteConnection) -> Result<Self, VaultError> {
        let row = sqlx::query("SELECT failures, not_before FROM attempts WHERE one = 1")
            .fetch_optional(connection)
            .await?
            .ok_or_else(|| VaultError::damaged("attempts", "1", "is missing"))?;
        let failures: i64 = row.try_get("failures")?;
        let failures = failures.clamp(0, u32::MAX.into()) as u32;
        Ok(Self { failures, not_before: row.try_get("not_before")? })
    }

    /// Writes the count.
    pub async fn save(self, connection: &mut SqliteConnection) -> Result<(), VaultError> {
        sqlx::query("UPDATE attempts SET failures = ?, not_before = ? WHERE one = 1")
            .bind(i64::from(self.failures))
            .bind(self.not_before)
            .execute(connection)
            .await?;
        Ok(())
    }

    /// The count after one more failure.
    pub fn failed(self, now: Timestamp) -> Self {
        let failures = self.failures.saturating_add(1);
        let not_before = match delay(failures) {
            0 => 0,
            // Whole seconds are cut off, so one more makes the wait at least as long as said.
            seconds => now.unix() + seconds + 1,
        };
        Self { failures, not_before }
    }

    /// When the next try is allowed, if not now. Never further off than the longest wait, so that
    /// a clock that was wrong once does not lock the owner out for years.
    pub fn retry_at(self, now: Timestamp) -> Option<Timestamp> {
        let deadline = self.not_before.min(now.unix() + CAP + 1);
        Timestamp::from_unix(deadline).filter(|deadline| *deadline > now)
    }
}

/// Seconds to wait after this many failures: 0, 0, 0, 1, 2, 4, … up to the cap.
fn delay(failures: u32) -> i64 {
    match failures.checked_sub(FREE + 1) {
        None => 0,
        Some(doublings) => 1_i64.checked_shl(doublings.min(32)).map_or(CAP, |wait| wait.min(CAP)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Attempts, Timestamp, delay};

    #[test]
    fn three_are_free_then_the_wait_doubles() {
        let waits: Vec<_> = (1..=14).map(delay).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(delay(u32::MAX), 300);
    }

    #[test]
    fn a_deadline_beyond_the_longest_wait_is_cut() {
        let now = Timestamp::from_unix(1_000_000).expect("in range");
        let wrong = Attempts { failures: 9, not_before: i64::MAX };
        assert_eq!(wrong.retry_at(now).map(Timestamp::unix), Some(1_000_301));
        assert_eq!(Attempts { failures: 9, not_before: i64::MIN }.retry_at(now), None);
        assert_eq!(Attempts::default().failed(now).retry_at(now), None);
    }
}
