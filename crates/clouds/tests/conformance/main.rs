//! What every token cloud must do, against a strict server that plays its vendor.
#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

mod listing;
mod refusals;
mod vendor;

use std::time::Duration;

use nexus_clouds::{Cloud, GLOBAL, Listing, ListingSink, Registry};
use nexus_http::Patience;
use nexus_model::{Account, CloudId, Endpoint, Failure, Machine, ProviderId, Secret};
use tokio::sync::mpsc;
use vendor::TOKEN;

/// Short enough for a test, long enough for a busy machine.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(2),
    attempt: Duration::from_secs(3),
    call: Duration::from_secs(8),
    pause: Duration::from_millis(20),
    attempts: 3,
};

fn account(cloud: &str, url: &str) -> Account {
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new(cloud),
        auth: "token".into(),
        endpoint: Some(Endpoint::parse(url).expect("an endpoint")),
        fields: [].into(),
        secrets: [("token".to_owned(), Secret::new(TOKEN))].into(),
    }
}

fn cloud(id: &str) -> std::sync::Arc<dyn Cloud> {
    Registry::new(PATIENCE).get(&CloudId::new(id)).expect("a cloud of the registry")
}

/// A whole listing: its machines with their documents, and the number of pages.
async fn list(id: &str, url: &str) -> Result<(Vec<(Machine, String)>, usize), Failure> {
    let (sink, mut pieces) = mpsc::channel(4);
    let (cloud, account) = (cloud(id), account(id, url));
    let listing = async {
        let sink = ListingSink::new(sink);
        cloud.machines(&account, &sink).await
    };
    let reading = async {
        let (mut machines, mut pages, mut done) = (Vec::new(), 0, false);
        while let Some(piece) = pieces.recv().await {
            match piece {
                Listing::Regions(regions) => assert_eq!(regions, [GLOBAL]),
                Listing::Page { machines: page, .. } => {
                    pages += 1;
                    machines.extend(page);
                }
                Listing::RegionDone { .. } => done = true,
                Listing::RegionFailed { failure, .. } => unreachable!("{failure}"),
            }
        }
        (machines, pages, done)
    };
    let (result, (machines, pages, done)) = tokio::join!(listing, reading);
    assert_eq!(done, result.is_ok(), "it is over when it is, and not before");
    result.map(|()| (machines, pages))
}

/// Nothing a failure carries may hold the token.
fn assert_discreet(failure: &Failure) {
    let all = format!("{failure:?} {failure}");
    assert!(!all.contains(TOKEN), "the token shows in {failure:?}");
    assert!(!failure.message.is_empty() && !failure.remedy.is_empty());
}
