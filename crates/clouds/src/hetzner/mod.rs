//! Hetzner Cloud: the servers of a project, by an API token.

mod client;
mod error;
mod machines;

use async_trait::async_trait;
use nexus_http::{Http, unreadable};
use nexus_model::{Account, CloudId, Failure, Identity};

use self::client::Client;
use crate::paging::Pages;
use crate::{Capability, Cloud, Descriptor, GLOBAL, Guide, ListingSink, token};

/// Hetzner Cloud.
#[derive(Clone, Debug)]
pub struct Hetzner {
    http: Http,
}

impl Hetzner {
    /// Asked by this client.
    pub fn new(http: &Http) -> Self {
        Self { http: http.clone() }
    }
}

#[async_trait]
impl Cloud for Hetzner {
    fn descriptor(&self) -> Descriptor {
        Descriptor {
            id: CloudId::new("hetzner"),
            name: "Hetzner Cloud".into(),
            auth_kinds: vec![token::auth_kind(
                "For one project. A token with the permission Read is enough.",
                "64 characters; shown by Hetzner only once, when the token is created.",
                64..=64,
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
        let page = client.list_servers(number).await?;
        let announced = page.meta.pagination.next_page;
        sink.page(GLOBAL, machines::of_page(account, &client.listing(), page.servers)?).await;
        next = pages.next(announced).map_err(|why| unreadable(&client.listing(), why))?;
    }
    Ok(())
}

fn guide() -> Guide {
    let steps = [
        "Open the project in the Hetzner Console and go to Security, API tokens.",
        "Generate a token with the permission Read.",
        "Copy the token here: Hetzner shows it only once.",
        "A token belongs to one project: add a provider for each project.",
    ];
    Guide {
        steps: steps.map(str::to_owned).to_vec(),
        policy: None,
        console_url: "https://console.hetzner.com/projects".into(),
        console_label: "Hetzner Console".into(),
    }
}
