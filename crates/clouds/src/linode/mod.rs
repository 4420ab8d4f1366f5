//! Linode: the Linodes of an account, by a personal access token.

mod client;
mod error;
mod machines;
mod power;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, PowerAction};

use self::client::Client;
use crate::paging::{Page, each_page};
use crate::{Cloud, Descriptor, GLOBAL, Guide, ListingSink, Powered, Tools, token};

/// Linode (Akamai).
#[derive(Clone, Debug)]
pub struct Linode(Tools);

impl Linode {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for Linode {
    fn descriptor(&self) -> Descriptor {
        let token = token::auth_kind(
            "A personal access token with read access.",
            "Shown by Linode only once, when the token is created.",
            16..=256,
            guide(),
        );
        let descriptor = Descriptor::new("linode", "Linode (Akamai)", vec![token]);
        Descriptor { power: PowerAction::ALL.to_vec(), ..descriptor }
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = &Client::new(&self.0, account)?;
        let list = |cursor| async move {
            let page = client.list_linodes(cursor).await?;
            let next = page.next();
            let resources = machines::of_page(account, &client.listing(), page.data)?;
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
        "Open My Profile, API Tokens, in Cloud Manager and create a personal access token.",
        "Give it Read Only for Account and Linodes, and No Access for the rest. To start, stop and reboot Linodes from here, choose Read/Write for Linodes.",
        "Copy the token here: Linode shows it only once.",
    ];
    Guide::new(steps, "https://cloud.linode.com/profile/tokens", "Linode API tokens")
}
