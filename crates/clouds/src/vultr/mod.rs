//! Vultr: the instances of an account, by its API key.

mod client;
mod error;
mod machines;

use async_trait::async_trait;
use nexus_http::{Http, unreadable};
use nexus_model::{Account, CloudId, Failure, Identity};

use self::client::Client;
use crate::paging::Pages;
use crate::{Capability, Cloud, Descriptor, GLOBAL, Guide, ListingSink, token};

/// Vultr.
#[derive(Clone, Debug)]
pub struct Vultr {
    http: Http,
}

impl Vultr {
    /// Asked by this client.
    pub fn new(http: &Http) -> Self {
        Self { http: http.clone() }
    }
}

#[async_trait]
impl Cloud for Vultr {
    fn descriptor(&self) -> Descriptor {
        Descriptor {
            id: CloudId::new("vultr"),
            name: "Vultr".into(),
            auth_kinds: vec![token::auth_kind(
                "The API key of the account or of one of its users.",
                "Found under Account, API.",
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
    let mut next = pages.next(Some(String::new())).unwrap_or_default();
    while let Some(number) = next {
        let page = client.list_instances(number).await?;
        let announced = page.next();
        sink.page(GLOBAL, machines::of_page(account, &client.listing(), page.instances)?).await;
        next = pages.next(announced).map_err(|why| unreadable(&client.listing(), why))?;
    }
    Ok(())
}

fn guide() -> Guide {
    let steps = [
        "Open Account, API, in the customer portal and enable the API.",
        "Add this computer's address to the access control list.",
        "Copy the API key here; a key of a user who may only read is enough.",
    ];
    Guide {
        steps: steps.map(str::to_owned).to_vec(),
        policy: None,
        console_url: "https://my.vultr.com/settings/#settingsapi".into(),
        console_label: "Vultr API".into(),
    }
}
