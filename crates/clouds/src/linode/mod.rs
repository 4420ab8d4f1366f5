//! Linode: the Linodes of an account, by a personal access token.

mod client;
mod error;
mod machines;

use async_trait::async_trait;
use nexus_http::{Http, unreadable};
use nexus_model::{Account, CloudId, Failure, Identity};

use self::client::Client;
use crate::paging::Pages;
use crate::{Capability, Cloud, Descriptor, GLOBAL, Guide, ListingSink, token};

/// Linode (Akamai).
#[derive(Clone, Debug)]
pub struct Linode {
    http: Http,
}

impl Linode {
    /// Asked by this client.
    pub fn new(http: &Http) -> Self {
        Self { http: http.clone() }
    }
}

#[async_trait]
impl Cloud for Linode {
    fn descriptor(&self) -> Descriptor {
        Descriptor {
            id: CloudId::new("linode"),
            name: "Linode (Akamai)".into(),
            auth_kinds: vec![token::auth_kind(
                "A personal access token with read access.",
                "Shown by Linode only once, when the token is created.",
                16..=256,
                guide(),
            )],
            capabilities: vec![Capability::Machines],
        }
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.http, account)?.check().await
    }

    async fn machines(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = Client::new(&self.http, account)?;
        sink.whole(list_pages(&client, account, sink)).await
    }
}

async fn list_pages(client: &Client, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
    let mut pages = Pages::default();
    let mut next = pages.next(Some(1)).unwrap_or_default();
    while let Some(number) = next {
        let page = client.list_linodes(number).await?;
        let announced = page.next();
        sink.page(GLOBAL, machines::of_page(account, &client.listing(), page.data)?).await;
        next = pages.next(announced).map_err(|why| unreadable(&client.listing(), why))?;
    }
    Ok(())
}

fn guide() -> Guide {
    let steps = [
        "Open My Profile, API Tokens, in Cloud Manager and create a personal access token.",
        "Give it Read Only for Account and Linodes, and No Access for the rest.",
        "Copy the token here: Linode shows it only once.",
    ];
    Guide {
        steps: steps.map(str::to_owned).to_vec(),
        policy: None,
        console_url: "https://cloud.linode.com/profile/tokens".into(),
        console_label: "Linode API tokens".into(),
    }
}
