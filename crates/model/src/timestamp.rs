use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime, UtcOffset};

/// A moment in UTC with whole seconds, written as RFC 3339 (`2026-11-23T08:30:00Z`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, specta::Type)]
#[specta(transparent)]
pub struct Timestamp(#[specta(type = String)] OffsetDateTime);

impl Timestamp {
    /// The present moment by the system's clock.
    pub fn now() -> Self {
        Self::from(OffsetDateTime::now_utc())
    }

    /// From seconds since the Unix epoch; `None` outside the years -9999 to 9999.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        OffsetDateTime::from_unix_timestamp(seconds).ok().map(Self)
    }

    /// Seconds since the Unix epoch.
    pub fn unix(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// Parses RFC 3339, as cloud APIs write it; an offset is converted to UTC.
    pub fn parse(text: &str) -> Option<Self> {
        OffsetDateTime::parse(text, &Rfc3339).ok().map(Self::from)
    }

    /// How long ago this was, by the system's clock; negative if it lies ahead.
    pub fn age(self) -> Duration {
        OffsetDateTime::now_utc() - self.0
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(moment: OffsetDateTime) -> Self {
        let utc = moment.to_offset(UtcOffset::UTC);
        Self(utc.replace_nanosecond(0).unwrap_or(utc))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 timestamp"))
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn an_offset_becomes_utc_with_whole_seconds() {
        let parsed = Timestamp::parse("2026-11-23T10:30:00.987+02:00").map(|at| at.to_string());
        assert_eq!(parsed.as_deref(), Some("2026-11-23T08:30:00Z"));
    }

    #[test]
    fn json_round_trip() {
        let at = Timestamp::from_unix(1_700_000_000).expect("in range");
        let json = serde_json::to_string(&at).expect("serialises");
        assert_eq!(json, "\"2023-11-14T22:13:20Z\"");
        assert_eq!(serde_json::from_str::<Timestamp>(&json).expect("parses"), at);
    }
}
