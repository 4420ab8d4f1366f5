//! Amazon Web Services: EC2 instances of every enabled region, by an access key.

mod client;
mod credential;
mod document;
mod error;
mod guide;
mod machines;
mod network;
mod partition;
mod words;

use std::collections::HashSet;
use std::time::Duration;

use async_trait::async_trait;
use futures::StreamExt;
use nexus_model::{Account, CloudId, Failure, Identity};

use self::client::Client;
use crate::{AuthKind, Capability, Cloud, Descriptor, Listing, ListingSink};

/// Regions asked at the same time. More gains little: a usual account has 17 enabled regions.
const REGIONS_AT_ONCE: usize = 12;

/// Amazon Web Services.
#[derive(Clone, Debug, Default)]
pub struct Aws {
    timeouts: Timeouts,
}

/// How long to wait for an answer.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// For a connection to stand, TLS included.
    pub connect: Duration,
    /// For one try of one call, from the first byte sent to the last byte read.
    pub attempt: Duration,
    /// For one call with all its tries and the pauses between them.
    pub call: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(6),
            attempt: Duration::from_secs(30),
            call: Duration::from_secs(75),
        }
    }
}

impl Aws {
    /// With other waiting times than the usual ones.
    pub fn with_timeouts(timeouts: Timeouts) -> Self {
        Self { timeouts }
    }
}

#[async_trait]
impl Cloud for Aws {
    fn descriptor(&self) -> Descriptor {
        Descriptor {
            id: CloudId::new("aws"),
            name: "Amazon Web Services".into(),
            auth_kinds: vec![AuthKind {
                id: "access_key".into(),
                name: "Access key".into(),
                summary: "For an IAM user, or for a temporary session with its token.".into(),
                schema: credential::schema(),
                guide: guide::access_key(),
            }],
            capabilities: vec![Capability::Machines],
        }
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(account, self.timeouts)?.get_caller_identity().await
    }

    async fn machines(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = Client::new(account, self.timeouts)?;
        let regions = client.describe_regions().await?;
        if sink.send(Listing::Regions(regions.clone())).await.is_err() {
            return Ok(());
        }
        // All regions are polled by this one future, so dropping it ends every request under way.
        futures::stream::iter(regions)
            .map(|region| list_region(&client, account, region, sink))
            .buffer_unordered(REGIONS_AT_ONCE)
            .collect::<()>()
            .await;
        Ok(())
    }
}

/// Lists one region and tells how it ended. Nobody is left to tell once the sink is closed, so a
/// closed sink only ends the work.
async fn list_region(client: &Client, account: &Account, region: String, sink: &ListingSink) {
    let last = match list_pages(client, account, &region, sink).await {
        Ok(()) => Listing::RegionDone { region },
        Err(failure) => Listing::RegionFailed { region, failure },
    };
    let _ = sink.send(last).await;
}

async fn list_pages(
    client: &Client,
    account: &Account,
    region: &str,
    sink: &ListingSink,
) -> Result<(), Failure> {
    let regional = client.in_region(region);
    let mut tokens = HashSet::new();
    let mut token = None;
    loop {
        let page = regional.describe_instances(token).await?;
        token = page.output.next_token().filter(|next| !next.is_empty()).map(str::to_owned);
        let machines =
            machines::of_page(account, region, page).map_err(|why| regional.unreadable(&why))?;
        if sink.send(Listing::Page { region: region.to_owned(), machines }).await.is_err() {
            return Ok(());
        }
        match &token {
            None => return Ok(()),
            Some(next) if tokens.insert(next.clone()) => {}
            Some(_) => {
                return Err(regional.unreadable("it announces a page that was read before"));
            }
        }
    }
}
