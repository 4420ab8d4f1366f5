//! The answer as a link that the operating system hands to the app: RFC 8252, section 7.1.

use std::sync::Arc;

use tokio::sync::mpsc;
use url::Url;

use crate::answer::{Answer, Awaited};

/// Where links are delivered that may be the answer of a sign-in. Outlives the sign-in.
#[derive(Clone)]
pub struct Answers {
    redirect_uri: Arc<str>,
    awaited: Arc<Awaited>,
    answered: mpsc::Sender<Answer>,
}

impl Answers {
    pub(crate) fn new(
        redirect_uri: &str,
        awaited: Arc<Awaited>,
        answered: mpsc::Sender<Answer>,
    ) -> Self {
        Self { redirect_uri: redirect_uri.into(), awaited, answered }
    }

    /// Whether the link was this sign-in's answer. Anything else leaves it waiting: another
    /// address, another state, a second answer.
    pub fn deliver(&self, link: &str) -> bool {
        let Some(query) = query_at(&self.redirect_uri, link) else { return false };
        match self.awaited.take(&query) {
            Ok(answer) => self.answered.try_send(answer).is_ok(),
            Err(_) => false,
        }
    }
}

/// The query of a link to exactly this address.
fn query_at(address: &str, link: &str) -> Option<String> {
    let link = Url::parse(link).ok()?;
    let query = link.query()?.to_owned();
    // Some servers add an empty fragment to a redirect, so that no older one is inherited.
    let mut bare = link;
    bare.set_query(None);
    bare.set_fragment(None);
    (bare == Url::parse(address).ok()?).then_some(query)
}

#[cfg(test)]
#[path = "deep_link_tests.rs"]
mod tests;
