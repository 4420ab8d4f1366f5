//! What comes back from the server, and whether it is for this sign-in: RFC 6749, section 4.1.2.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nexus_model::{ErrorCode, Failure, Secret};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use tokio::time::Instant;
use url::form_urlencoded;

use crate::loopback::Loopback;
use crate::refusal::Refused;

/// An answer that carries the state of the sign-in it is for.
pub(crate) struct Answer {
    /// Who says so: RFC 9207.
    pub issuer: Option<String>,
    /// A code, or why there is none.
    pub outcome: Result<Secret, Refused>,
}

/// Why a query is not the answer that is waited for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotTheAnswer {
    /// It is no answer at all.
    Malformed,
    /// It is for another sign-in, or somebody made it up.
    OtherState,
    /// There was one already.
    Second,
}

/// The one answer that is waited for.
pub(crate) struct Awaited {
    state: Secret,
    has_come: AtomicBool,
}

impl Awaited {
    /// The answer with this state.
    pub fn new(state: Secret) -> Self {
        Self { state, has_come: AtomicBool::new(false) }
    }

    /// Takes the answer out of a query; once only, since a state is good for one answer.
    pub fn take(&self, query: &str) -> Result<Answer, NotTheAnswer> {
        let (state, answer) = parse(query).ok_or(NotTheAnswer::Malformed)?;
        if !is_same(&state, &self.state) {
            return Err(NotTheAnswer::OtherState);
        }
        if self.has_come.swap(true, Ordering::SeqCst) {
            return Err(NotTheAnswer::Second);
        }
        Ok(answer)
    }
}

/// The answer on its way: over a port, or as a link.
pub(crate) struct Waiting {
    pub awaited: Arc<Awaited>,
    pub answered: mpsc::Sender<Answer>,
    answers: mpsc::Receiver<Answer>,
}

impl Waiting {
    pub fn new(awaited: Awaited) -> Self {
        // One answer is all that ever comes.
        let (answered, answers) = mpsc::channel(1);
        Self { awaited: Arc::new(awaited), answered, answers }
    }

    /// Waits for it until the deadline, then closes the port.
    ///
    /// # Errors
    /// `expired` if none came.
    pub async fn answer(
        mut self,
        loopback: Option<Loopback>,
        deadline: Instant,
    ) -> Result<Answer, Failure> {
        let serving = async {
            match &loopback {
                Some(loopback) => loopback.serve(&self.awaited, &self.answered).await,
                None => std::future::pending().await,
            }
        };
        let answer = tokio::select! {
            answer = self.answers.recv() => answer,
            () = serving => None,
            () = tokio::time::sleep_until(deadline) => None,
        };
        answer.ok_or_else(unanswered)
    }
}

fn unanswered() -> Failure {
    Failure::new(
        ErrorCode::Expired,
        "Sign-in",
        "Sign-in failed: the browser did not come back in time.",
        "Start the sign-in again and finish it in the browser within five minutes.",
    )
}

/// Compares digests, so that the time it takes tells nothing of the state.
fn is_same(one: &Secret, other: &Secret) -> bool {
    Sha256::digest(one.expose()) == Sha256::digest(other.expose())
}

/// State and answer. No parameter may come twice (RFC 6749, section 3.1), and there is either a
/// code or an error.
fn parse(query: &str) -> Option<(Secret, Answer)> {
    let [mut state, mut code, mut issuer, mut error, mut description] = [const { None }; 5];
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let place = match name.as_ref() {
            "state" => &mut state,
            "code" => &mut code,
            "iss" => &mut issuer,
            "error" => &mut error,
            "error_description" => &mut description,
            _ => continue,
        };
        if place.replace(value.into_owned()).is_some() {
            return None;
        }
    }
    let outcome = match (code, error) {
        (Some(code), None) if !code.is_empty() => Ok(Secret::new(code)),
        (None, Some(error)) => Err(Refused { error, error_description: description }),
        _ => return None,
    };
    Some((Secret::new(state?), Answer { issuer, outcome }))
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
