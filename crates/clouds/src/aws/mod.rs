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
use nexus_model::{Account, Failure, Identity};

use self::client::Client;
use crate::paging::{Page, each_page};
use crate::{AuthKind, Cloud, Descriptor, ListingSink, Tools};

/// Amazon Web Services.
#[derive(Clone, Debug)]
pub struct Aws(Tools);

impl Aws {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for Aws {
    fn descriptor(&self) -> Descriptor {
        let access_key = AuthKind {
            id: "access_key".into(),
            name: "Access key".into(),
            summary: "For an IAM user, or for a temporary session with its token.".into(),
            schema: credential::schema(),
            guide: guide::access_key(),
        };
        Descriptor::new("aws", "Amazon Web Services", vec![access_key])
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(account, self.0.patience)?.get_caller_identity().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = Client::new(account, self.0.patience)?;
        let regions = client.describe_regions().await?;
        let list = |region: String| {
            let client = &client;
            async move { list_region(client, account, &region, sink).await }
        };
        sink.each_region(regions, list).await;
        Ok(())
    }
}

async fn list_region(
    client: &Client,
    account: &Account,
    region: &str,
    sink: &ListingSink,
) -> Result<(), Failure> {
    let regional = &client.in_region(region);
    let list = |token: String| async move {
        let page = regional.describe_instances(token).await?;
        let next = page.output.next_token().filter(|next| !next.is_empty()).map(str::to_owned);
        let machines =
            machines::of_page(account, region, page).map_err(|why| regional.unreadable(&why))?;
        Ok(Page { machines, next })
    };
    each_page(region, regional.listing(), sink, String::new(), list).await
}
