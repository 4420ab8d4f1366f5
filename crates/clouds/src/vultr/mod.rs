//! Vultr: the instances of an account, by its API key.

mod client;
mod error;
mod machines;
mod power;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, PowerAction};

use self::client::Client;
use crate::paging::{Page, each_page};
use crate::{Cloud, Descriptor, GLOBAL, Guide, ListingSink, Powered, Tools, token};

/// Vultr.
#[derive(Clone, Debug)]
pub struct Vultr(Tools);

impl Vultr {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for Vultr {
    fn descriptor(&self) -> Descriptor {
        let token = token::auth_kind(
            "The API key of the account or of one of its users.",
            "Found under Account, API.",
            16..=256,
            guide(),
        );
        let descriptor = Descriptor::new("vultr", "Vultr", vec![token]);
        Descriptor { power: PowerAction::ALL.to_vec(), ..descriptor }
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = &Client::new(&self.0, account)?;
        let list = |cursor| async move {
            let page = client.list_instances(cursor).await?;
            let next = page.next();
            let resources = machines::of_page(account, &client.listing(), page.instances)?;
            Ok(Page { resources, next })
        };
        sink.whole(each_page(GLOBAL, client.listing(), sink, String::new(), list)).await
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

/// The names of ACLs: <https://docs.vultr.com/reference/vultr-cli/users/create>. What each allows is
/// told only by their names.
fn guide() -> Guide {
    let steps = [
        "Open Account, API, in the customer portal and enable the API.",
        "Add this computer's address to the access control list.",
        "Copy the API key here; a key of a user whose only ACL is subscriptions_view is enough to list. To start, stop and reboot instances from here, subscriptions.",
    ];
    Guide::new(steps, "https://my.vultr.com/settings/#settingsapi", "Vultr API")
}
