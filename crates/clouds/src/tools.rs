use nexus_http::{Http, Patience};

use crate::Sessions;

/// What all clouds share. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Tools {
    /// The client for REST calls.
    pub http: Http,
    /// Temporary credentials.
    pub sessions: Sessions,
    /// How long to wait, for calls that do not go through `http`.
    pub patience: Patience,
}

impl Tools {
    /// With this patience.
    pub fn new(patience: Patience) -> Self {
        Self { http: Http::new(patience), sessions: Sessions::default(), patience }
    }
}
