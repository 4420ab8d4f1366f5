//! DigitalOcean: the Droplets of a team, by a personal access token.

mod client;
mod error;
mod machines;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity};

use self::client::Client;
use crate::paging::{Page, each_page};
use crate::{Cloud, Descriptor, GLOBAL, Guide, ListingSink, Tools, token};

/// DigitalOcean.
#[derive(Clone, Debug)]
pub struct DigitalOcean(Tools);

impl DigitalOcean {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for DigitalOcean {
    fn descriptor(&self) -> Descriptor {
        let token = token::auth_kind(
            "A personal access token with read scopes.",
            "Starts with dop_v1_; shown by DigitalOcean only once.",
            16..=256,
            guide(),
        );
        Descriptor::new("digitalocean", "DigitalOcean", vec![token])
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = &Client::new(&self.0, account)?;
        let list = |cursor| async move {
            let page = client.list_droplets(cursor).await?;
            let next = page.next();
            let resources = machines::of_page(account, &client.listing(), page.droplets)?;
            Ok(Page { resources, next })
        };
        sink.whole(each_page(GLOBAL, client.listing(), sink, 1, list)).await
    }
}

fn guide() -> Guide {
    let steps = [
        "Open API in the control panel and generate a new personal access token.",
        "Choose custom scopes: account:read and droplet:read are enough.",
        "Copy the token here: DigitalOcean shows it only once.",
    ];
    Guide::new(
        steps,
        "https://cloud.digitalocean.com/account/api/tokens",
        "DigitalOcean API tokens",
    )
}
