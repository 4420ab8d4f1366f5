use std::time::Duration;

/// How long to wait for an answer, and how often to ask.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a connection to stand, TLS included.
    pub connect: Duration,
    /// For one try of one call, from the first byte sent to the last byte read.
    pub attempt: Duration,
    /// For one call with all its tries and the pauses between them.
    pub call: Duration,
    /// Pause before the second try; it doubles, with jitter, before each further one.
    pub pause: Duration,
    /// Tries of one call. A listing is repeated anyway, so a long fight for one page helps nobody.
    pub attempts: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(6),
            attempt: Duration::from_secs(30),
            call: Duration::from_secs(75),
            pause: Duration::from_millis(500),
            attempts: 3,
        }
    }
}
