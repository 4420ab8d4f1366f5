//! OVHcloud: the Public Cloud instances of every project, by a service account.

mod client;
mod credential;
mod details;
mod error;
mod guide;
mod machines;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity};

use self::client::Client;
use crate::{AuthKind, Cloud, Descriptor, ListingSink, Tools};

/// OVHcloud.
#[derive(Clone, Debug)]
pub struct Ovh(Tools);

impl Ovh {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for Ovh {
    fn descriptor(&self) -> Descriptor {
        let service_account = AuthKind {
            id: "oauth2".into(),
            name: "Service account".into(),
            summary: "For an OAuth 2.0 client of an OVHcloud account in Europe, Canada or the US."
                .into(),
            schema: credential::schema(),
            guide: guide::service_account(),
            sign_in: None,
        };
        let mut descriptor = Descriptor::new("ovh", "OVHcloud", vec![service_account]);
        descriptor.endpoint.description = "Only for a proxy of the API. Tokens are fetched from its /auth/oauth2/token, all else from /1.0. Empty for the region's own.".into();
        descriptor
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = &Client::new(&self.0, account)?;
        let projects = client.list_projects().await?;
        let list =
            |project: String| async move { list_project(client, account, &project, sink).await };
        sink.each_region(projects, list).await;
        Ok(())
    }
}

/// A project's instances come all at once.
async fn list_project(
    client: &Client<'_>,
    account: &Account,
    project: &str,
    sink: &ListingSink,
) -> Result<(), Failure> {
    let instances = client.list_instances(project).await?;
    let known = details::of(client, project, &instances).await;
    let place = machines::Place { account, project, region: client.region() };
    let call = client.listing(project);
    sink.page(project, machines::of_page(place, &call, instances, &known)?).await;
    Ok(())
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
