//! Hetzner Cloud: the servers of a project, by an API token.

mod client;
mod error;
mod machines;
mod power;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, PowerAction};

use self::client::Client;
use crate::paging::{Page, each_page};
use crate::{Cloud, Descriptor, GLOBAL, Guide, ListingSink, Powered, Tools, token};

/// Hetzner Cloud.
#[derive(Clone, Debug)]
pub struct Hetzner(Tools);

impl Hetzner {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for Hetzner {
    fn descriptor(&self) -> Descriptor {
        let token = token::auth_kind(
            "For one project. A token with the permission Read is enough.",
            "64 characters; shown by Hetzner only once, when the token is created.",
            64..=64,
            guide(),
        );
        let descriptor = Descriptor::new("hetzner", "Hetzner Cloud", vec![token]);
        Descriptor { power: PowerAction::ALL.to_vec(), ..descriptor }
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = &Client::new(&self.0, account)?;
        let list = |cursor| async move {
            let page = client.list_servers(cursor).await?;
            let next = page.next();
            let resources = machines::of_page(account, &client.listing(), page.servers)?;
            Ok(Page { resources, next })
        };
        sink.whole(each_page(GLOBAL, client.listing(), sink, 1, list)).await
    }

    async fn power(
        &self,
        account: &Account,
        machine: Powered<'_>,
        action: PowerAction,
    ) -> Result<(), Failure> {
        power::send(&Client::new(&self.0, account)?, machine, action).await
    }
}

fn guide() -> Guide {
    let steps = [
        "Open the project in the Hetzner Console and go to Security, API tokens.",
        "Generate a token with the permission Read; to start, stop and reboot servers from here, Read & Write.",
        "Copy the token here: Hetzner shows it only once.",
        "A token belongs to one project: add a provider for each project.",
    ];
    Guide::new(steps, "https://console.hetzner.com/projects", "Hetzner Console")
}
