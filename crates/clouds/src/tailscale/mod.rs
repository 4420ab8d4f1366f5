//! Tailscale: the devices of a tailnet, by an OAuth client.

mod client;
mod credential;
mod error;
mod machines;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity};

use self::client::Client;
use crate::{AuthKind, Cloud, Descriptor, GLOBAL, Guide, ListingSink, Tools};

/// Page of the console with the OAuth clients.
const CLIENTS_PAGE: &str = "https://login.tailscale.com/admin/settings/oauth";

/// Tailscale.
#[derive(Clone, Debug)]
pub struct Tailscale(Tools);

impl Tailscale {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for Tailscale {
    fn descriptor(&self) -> Descriptor {
        let client = AuthKind {
            id: "oauth_client".into(),
            name: "OAuth client".into(),
            summary: "For one tailnet. The scope devices:core:read is enough.".into(),
            schema: credential::schema(),
            guide: guide(),
            sign_in: None,
        };
        Descriptor::new("tailscale", "Tailscale", vec![client])
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        let client = Client::new(&self.0, account)?;
        // No call tells whose a token is, so the list itself must show that it may be read.
        client.list_devices().await?;
        Ok(Identity::new(client.tailnet_name(), client.id()))
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = Client::new(&self.0, account)?;
        let listing = async {
            let devices = client.list_devices().await?;
            let machines = machines::of_page(account, &client.listing(), devices)?;
            sink.page(GLOBAL, machines).await;
            Ok(())
        };
        sink.whole(listing).await
    }
}

fn guide() -> Guide {
    let steps = [
        "Open Settings, OAuth clients (also called Trust credentials) in the Tailscale admin console. You need to be an Owner, Admin, Network admin or IT admin.",
        "Create an OAuth client and give it one scope: Devices, Core, Read (devices:core:read).",
        "Copy the client ID and the client secret here: Tailscale shows the secret only once.",
        "Leave the tailnet empty: a client belongs to one, and finds it by itself.",
        "Devices that others have shared with you are not among those an OAuth client sees.",
    ];
    Guide::new(steps, CLIENTS_PAGE, "Tailscale admin console")
}
