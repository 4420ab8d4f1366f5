//! An answer in the browser to a server that is a client of its own: HashiCorp Vault makes the
//! authorization request and exchanges the code, and only the browser comes back here.

use std::time::Duration;

use nexus_http::Call;
use nexus_model::{ErrorCode, Failure, Secret};
use tokio::time::Instant;
use url::Url;

use crate::LoopbackHost;
use crate::answer::{Awaited, Waiting};
use crate::loopback::Loopback;
use crate::refusal;

/// A port that a browser will come back to. Closed when dropped.
pub struct Callback(Loopback);

impl Callback {
    /// Opens the port, or any free one.
    ///
    /// # Errors
    /// `invalid_input` at the field `redirect_port` if the port is taken.
    pub async fn bind(host: LoopbackHost, port: Option<u16>, path: &str) -> Result<Self, Failure> {
        Loopback::bind(host, port, path).await.map(Self)
    }

    /// Where the browser is to come back to.
    pub fn redirect_uri(&self) -> String {
        self.0.redirect_uri()
    }

    /// Waits for the code that answers a request which a person was sent to, this long.
    ///
    /// # Errors
    /// `bad_response` if the request has no state to tell its answer by, `cancelled` if access was
    /// denied, `expired` if no answer came.
    pub async fn code(self, request: &Url, patience: Duration) -> Result<Secret, Failure> {
        let call =
            Call { operation: "Sign-in", region: None, host: request.authority().to_owned() };
        let state = state_of(request).ok_or_else(|| stateless(&call))?;
        let waiting = Waiting::new(Awaited::new(state));
        let redirect_uri = self.0.redirect_uri();
        let answer = waiting.answer(Some(self.0), Instant::now() + patience).await?;
        answer.outcome.map_err(|refused| refusal::worded(&call, &refused, Some(&redirect_uri)))
    }
}

/// What the answer to a request repeats: RFC 6749, section 4.1.1.
pub fn state_of(request: &Url) -> Option<Secret> {
    let mut states = request.query_pairs().filter(|(name, _)| name == "state");
    let (_, state) = states.next()?;
    (states.next().is_none() && !state.is_empty()).then(|| Secret::new(state.as_ref()))
}

fn stateless(call: &Call) -> Failure {
    let message = "The address to sign in at has no state to tell its answer by.";
    let remedy = "Tell whoever runs the server, or log in in another way.";
    Failure::new(ErrorCode::BadResponse, call.operation, message, remedy)
}
