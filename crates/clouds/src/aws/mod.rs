//! Amazon Web Services: EC2 instances of every enabled region, by an access key.

mod client;
mod credential;
mod document;
mod error;
mod guide;
mod machines;
mod partition;
mod words;

use async_trait::async_trait;
use nexus_http::Patience;
use nexus_model::{Account, CloudId, Failure, Identity};

use self::client::Client;
use crate::paging::Pages;
use crate::{AuthKind, Capability, Cloud, Descriptor, ListingSink};

/// Amazon Web Services.
#[derive(Clone, Debug, Default)]
pub struct Aws {
    patience: Patience,
}

impl Aws {
    /// Asked with this patience.
    pub fn new(patience: Patience) -> Self {
        Self { patience }
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
        Client::new(account, self.patience)?.get_caller_identity().await
    }

    async fn machines(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = Client::new(account, self.patience)?;
        let regions = client.describe_regions().await?;
        let list = |region: String| {
            let client = &client;
            async move { list_pages(client, account, &region, sink).await }
        };
        sink.each_region(regions, list).await;
        Ok(())
    }
}

async fn list_pages(
    client: &Client,
    account: &Account,
    region: &str,
    sink: &ListingSink,
) -> Result<(), Failure> {
    let regional = client.in_region(region);
    let mut pages = Pages::default();
    let mut token = None;
    loop {
        let page = regional.describe_instances(token).await?;
        let next = page.output.next_token().filter(|next| !next.is_empty()).map(str::to_owned);
        let machines =
            machines::of_page(account, region, page).map_err(|why| regional.unreadable(&why))?;
        sink.page(region, machines).await;
        token = pages.next(next).map_err(|why| regional.unreadable(why))?;
        if token.is_none() {
            return Ok(());
        }
    }
}
