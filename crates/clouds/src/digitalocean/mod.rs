//! DigitalOcean: the Droplets of a team, by a personal access token.

mod client;
mod error;
mod machines;

use async_trait::async_trait;
use nexus_http::{Http, unreadable};
use nexus_model::{Account, CloudId, Failure, Identity};

use self::client::Client;
use crate::paging::Pages;
use crate::{Capability, Cloud, Descriptor, GLOBAL, Guide, ListingSink, token};

/// DigitalOcean.
#[derive(Clone, Debug)]
pub struct DigitalOcean {
    http: Http,
}

impl DigitalOcean {
    /// Asked by this client.
    pub fn new(http: &Http) -> Self {
        Self { http: http.clone() }
    }
}

#[async_trait]
impl Cloud for DigitalOcean {
    fn descriptor(&self) -> Descriptor {
        Descriptor {
            id: CloudId::new("digitalocean"),
            name: "DigitalOcean".into(),
            auth_kinds: vec![token::auth_kind(
                "A personal access token with read scopes.",
                "Starts with dop_v1_; shown by DigitalOcean only once.",
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
        let page = client.list_droplets(number).await?;
        let announced = page.next();
        sink.page(GLOBAL, machines::of_page(account, &client.listing(), page.droplets)?).await;
        next = pages.next(announced).map_err(|why| unreadable(&client.listing(), why))?;
    }
    Ok(())
}

fn guide() -> Guide {
    let steps = [
        "Open API in the control panel and generate a new personal access token.",
        "Choose custom scopes: account:read and droplet:read are enough.",
        "Copy the token here: DigitalOcean shows it only once.",
    ];
    Guide {
        steps: steps.map(str::to_owned).to_vec(),
        policy: None,
        console_url: "https://cloud.digitalocean.com/account/api/tokens".into(),
        console_label: "DigitalOcean API tokens".into(),
    }
}
