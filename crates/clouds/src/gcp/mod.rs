//! Google Cloud: Compute Engine's instances of a project, by a service account's key.

mod assertion;
mod client;
mod credential;
mod error;
mod guide;
mod key;
mod listing;
mod machine_type;
mod machines;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity};

use self::client::Client;
use crate::{AuthKind, Cloud, Descriptor, EndpointField, ListingSink, Tools};

/// Google Cloud.
#[derive(Clone, Debug)]
pub struct Gcp(Tools);

impl Gcp {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for Gcp {
    fn descriptor(&self) -> Descriptor {
        let service_account = AuthKind {
            id: "service_account".into(),
            name: "Service account key".into(),
            summary:
                "For one project: the JSON key of a service account with the role Compute Viewer."
                    .into(),
            schema: credential::schema(),
            guide: guide::service_account(),
            sign_in: None,
        };
        let mut descriptor = Descriptor::new("gcp", "Google Cloud", vec![service_account]);
        descriptor.endpoint = endpoint();
        descriptor
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = Client::new(&self.0, account)?;
        listing::list(&client, account, sink).await
    }
}

/// One address stands for all of Google's: `{endpoint}/token` grants tokens and
/// `{endpoint}/compute/v1` is Compute Engine. The key's own `token_uri` is then not used.
fn endpoint() -> EndpointField {
    EndpointField {
        description: "Only for a proxy of the APIs: it answers at /token and /compute/v1. Empty for Google's own.".into(),
        ..EndpointField::custom()
    }
}
