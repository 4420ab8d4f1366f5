use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

/// Requests to one host at the same time. More gains little and wears out a vendor's rate limit;
/// browsers allow six.
const AT_ONCE: usize = 8;

/// How many requests are under way to each host.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gates(Arc<Mutex<HashMap<String, Arc<Semaphore>>>>);

impl Gates {
    /// The gate of a host. Whoever has a permit may send one request at a time.
    pub(crate) fn of(&self, host: &str) -> Arc<Semaphore> {
        let mut gates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let gate = gates.entry(host.to_owned());
        Arc::clone(gate.or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE))))
    }
}
